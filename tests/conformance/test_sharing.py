"""What workers share, in cells: nothing hangs when one of them is gone, and nothing that was sent is lost."""

SETUP = """
import { Condition, Pipe, Pool, Process, Queue, Thread, Value } from "romanesco"
const [here, there] = Pipe<number>()
async function sendThree(): Promise<void> { for (const i of [1, 2, 3]) await there.send(i) }
function putMany(): void { for (let i = 0; i < 10_000; i++) void queue.put(i) }
async function getOne(): Promise<void> { const item = queue.get(); console.log("go"); await item }
const queue = new Queue<number>()
"""


def both(fresh, code, expected):
    fresh.run(SETUP)
    for kind in ["Process", "Thread"]:
        fresh.run(SETUP.split("\n", 2)[2])
        assert fresh.run(code.replace("Kind", kind)).value == expected


def test_a_pipe_ends_with_its_worker_whose_end_home_has_closed(fresh):
    code = """
const worker = new Kind({ target: sendThree })
worker.start()
await there.close()
const got: number[] = []
for await (const item of here) got.push(item)
await worker.join()
got"""
    both(fresh, code, "[ 1, 2, 3 ]")


def test_a_worker_ends_after_what_it_put_without_awaiting_it(fresh):
    code = """
const worker = new Kind({ target: putMany })
worker.start()
await worker.join();
[await queue.qsize(), worker.exitCode]"""
    both(fresh, code, "[ 10000, 0 ]")


def test_stop_ends_a_worker_that_waits_and_the_item_is_left_for_others(fresh):
    fresh.run(SETUP)
    running = fresh.running("const worker = new Process({ target: getOne }); worker.start(); await worker.join()")
    fresh.interrupt()
    assert fresh.result(running).reply["status"] == "error"
    assert fresh.run("await worker.join(); await queue.put(7); await queue.getNowait()").value == "7"


def test_processes_of_a_pool_wait_for_a_condition(fresh):
    fresh.run(SETUP)
    code = """
const condition = new Condition(), value = new Value("i")
await using pool = new Pool(1)
const wait = (): Promise<boolean> => condition.use(() => condition.waitFor(async () => (await value.get()) > 0))
const seen = pool.apply(wait)
await condition.use(async () => { await value.set(1); await condition.notify() })
await seen"""
    assert fresh.run(code).value == "true"
