"""What a pool does with callbacks, options, errors and results of the awkward kind: a result or an error, and no silence."""

import pytest

SETUP = """
import { Pool, Process, Pipe, ThreadPoolExecutor, ProcessPoolExecutor, asCompleted } from "romanesco";
const two = (n: number) => 2 * n;
const threads = new ThreadPoolExecutor(1), processes = new ProcessPoolExecutor(1);
class Link { constructor(readonly next: Link | undefined) {} }
const chain = (n: number) => { let l: Link | undefined; for (let i = 0; i < n; i++) l = new Link(l); return l; };
const nest = (n: number) => { let o: object = {}; for (let i = 0; i < n; i++) o = { o }; return o; };
const depth = (o: any) => { let n = 0; for (; o; o = o.o ?? o.next) n++; return n; };
const ring = (n: number): number => { const e: any = new Error("ring"); e.cause = e; throw e; };
const group = (n: number): number => { const e: any = new AggregateError([], "group"); e.errors.push(e); throw e; };
const mute = (n: number): number => { throw Object.defineProperty(new Error(), "message", { get() { throw new RangeError(); } }); };
const silent = () => {};
"""


@pytest.fixture(scope="module")
def cells(kernel):
    kernel.run(SETUP)
    return kernel


def test_a_done_callback_that_throws_is_printed_and_the_result_stands(cells):
    result = cells.run(
        "const f = threads.submit(two, 4); f.addDoneCallback(() => { throw new Error('oops') });"
        "let later = 0; f.addDoneCallback(() => { later = 1 }); [await f, later]"
    )
    assert result.value == "[ 8, 1 ]"
    assert "oops" in result.text("stderr")


@pytest.mark.parametrize("size", ["0", "-1", "1.5", "NaN"])
def test_a_buffer_of_no_size_is_refused_by_name(cells, size):
    result = cells.run(f"await threads.map(two, [1, 2], {{ bufferSize: {size} }})", stop_on_error=False)
    assert "bufferSize must be a positive integer" in result.reply["evalue"]


@pytest.mark.parametrize("pool", ["threads", "processes"])
@pytest.mark.parametrize("fails", ["ring", "group", "mute"])
def test_an_error_that_is_hard_to_read_rejects_its_task(cells, pool, fails):
    assert cells.run(f"await {pool}.submit({fails}, 1).exception() instanceof Error").value == "true"
    assert cells.run(f"await {pool}.submit(two, 2)").value == "4"


@pytest.mark.parametrize("pool", ["threads", "processes"])
def test_a_long_list_and_deep_objects_come_back(cells, pool):
    code = f"[depth(await {pool}.submit(chain, 3000)), depth(await {pool}.submit(nest, 4000))]"
    assert cells.run(code).value == "[ 3000, 4001 ]"


def test_two_who_ask_for_the_next_at_once_both_get_one(cells):
    code = (
        "const done = asCompleted([threads.submit(two, 1), threads.submit(two, 2)])[Symbol.asyncIterator]();"
        "const both = await Promise.all([done.next(), done.next()]); both.filter((each) => !each.done).length"
    )
    assert cells.run(code).value == "2"


def test_a_pipe_ends_with_its_child(cells):
    code = (
        "const [here, there] = Pipe<number>(); const child = new Process({ target: silent, args: [there] as any });"
        "child.start(); await there.close(); await here.recv()"
    )
    result = cells.run(code, stop_on_error=False)
    assert result.reply["ename"] == "ClosedError"


@pytest.mark.parametrize("pool", ["threads", "processes"])
def test_a_stream_is_refused_as_a_result_with_what_to_do(cells, pool):
    code = f"await {pool}.submit(() => process.stdin as unknown)"
    result = cells.run(code, stop_on_error=False)
    assert result.reply["ename"] == "TransferError"


SUBMITS_AND_SPINS = {
    "at once": "{pool}.submit(two, 1); console.log('go'); while (true);",
    "after an await": "await null; {pool}.submit(two, 1); console.log('go'); while (true);",
    "in a callback": "await new Promise(() => setTimeout(() => {{ {pool}.submit(two, 1); console.log('go'); while (true); }}));",
    "in a then": "await Promise.resolve().then(() => {{ {pool}.submit(two, 1); console.log('go'); while (true); }});",
}


@pytest.mark.parametrize("pool", ["threads", "processes"])
@pytest.mark.parametrize("how", SUBMITS_AND_SPINS)
def test_a_pool_works_on_after_stop_in_the_turn_that_gave_it_a_task(cells, pool, how):
    msg_id = cells.running(SUBMITS_AND_SPINS[how].format(pool=pool), stop_on_error=False)
    cells.interrupt()
    assert cells.result(msg_id).reply["status"] == "error"
    assert cells.run(f"await {pool}.submit(two, 2)").value == "4"
