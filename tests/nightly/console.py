"""Types into `jupyter console --kernel=romanesco` as a person does."""

import sys

import pexpect


def main():
    console = pexpect.spawn(
        "jupyter console --kernel=romanesco --simple-prompt --ZMQTerminalInteractiveShell.kernel_timeout=60",
        encoding="utf-8",
        timeout=60,
    )
    console.logfile_read = sys.stderr
    console.expect(r"In \[1\]:")
    console.sendline("const a: number = 20; a + 22")
    console.expect("42")
    console.expect(r"In \[2\]:")
    console.sendline("console.log('printed', a)")
    console.expect("printed 20")
    console.expect(r"In \[3\]:")
    console.sendline("const wrong: number = 'text'")
    console.expect("not assignable to type 'number'")
    console.expect(r"In \[4\]:")
    console.sendline("console.log('spin' + 'ning'); for (;;);")
    console.expect("spinning")
    console.sendintr()
    console.expect("Interrupt")
    console.expect(r"In \[5\]:")
    console.sendline("a")
    console.expect("20")
    console.expect(r"In \[6\]:")
    console.sendline("import { slider } from 'romanesco'; slider({ label: 'n', max: 9 })")
    console.expect(r"n: 0 \(0 to 9\)")
    console.expect("The controls move in a notebook page, as in JupyterLab.")
    console.expect(r"In \[7\]:")
    console.sendeof()
    console.expect("exit")
    console.sendline("y")
    console.expect(pexpect.EOF)
    print("the console works")


main()
