"""What students may well write first: the exercise, the answer, its code, and the words its check must then say."""

BUBBLE = "01-bubble-sort"
BOOKS = "02-ten-books"
SUMS = "03-sums-of-squares"

WRONG_ANSWERS = [
    (
        BUBBLE,
        "bubble-sort",
        "function bubbleSort(numbers: number[]): number[] { return [...numbers].sort() }",
        "for 10, 9, 1 we expected 1, 9, 10, got 1,10,9: are you comparing numbers rather than strings?",
    ),
    (
        BUBBLE,
        "bubble-sort",
        """function bubbleSort(numbers: number[]): number[] {
  for (let i = 0; i + 1 < numbers.length; i++)
    if (numbers[i] > numbers[i + 1]) [numbers[i], numbers[i + 1]] = [numbers[i + 1], numbers[i]]
  return numbers
}""",
        "for 3, 2, 1 we expected 1, 2, 3, got 2,1,3: does the inner loop reach the last pair, in every round?",
    ),
    (
        BUBBLE,
        "generate",
        """function generateAndSortNumbers(count = 10_000): number[] {
  return bubbleSort(Array.from({ length: count }, () => Math.random()))
}""",
        "we expected one over 50, the largest was 0.99",
    ),
    (
        BUBBLE,
        "generate",
        """function generateAndSortNumbers(count = 10_000): number[] {
  return bubbleSort(Array.from({ length: count }, () => Math.floor(100 * Math.random())))
}""",
        "we expected fractions, got whole numbers only",
    ),
    (
        BUBBLE,
        "serial",
        """async function serialRunner(task: () => unknown = generateAndSortNumbers): Promise<void> {
  await Promise.all([task(), task(), task()])
}""",
        "we expected one task at a time, but 3 ran at the same time",
    ),
    (
        BUBBLE,
        "parallel",
        """async function parallelRunner(task: () => unknown = generateAndSortNumbers): Promise<void> {
  for (let i = 0; i < 3; i++) {
    const one = new Process({ target: task })
    one.start()
    await one.join()
  }
}""",
        "a process waited 5 seconds for the others: start all three before you join the first",
    ),
    (
        BUBBLE,
        "parallel",
        """async function parallelRunner(task: () => unknown = generateAndSortNumbers): Promise<void> {
  for (let i = 0; i < 3; i++) new Process({ target: task }).start()
}""",
        "we expected three processes to have ended by now, got 0: are all three joined?",
    ),
    (
        BUBBLE,
        "parallel",
        """async function parallelRunner(task: () => unknown = generateAndSortNumbers): Promise<void> {
  await Promise.all([task(), task(), task()])
}""",
        "a task ran in the notebook's own process",
    ),
    (
        BOOKS,
        "save",
        """async function saveTextToFile(lines: string[], fileName: string): Promise<void> {
  await writeFile(join(folder, fileName), lines.join(""))
}""",
        'in the file, got "onetwo": what is there between two lines?',
    ),
    (
        BOOKS,
        "save",
        """async function saveTextToFile(lines: string[], fileName: string): Promise<void> {
  await writeFile(fileName, lines.join("\\n"))
  await rm(fileName)
}""",
        "we expected the file books/trial.txt, but it does not exist",
    ),
    (
        BOOKS,
        "save",
        """async function saveTextToFile(lines: string[], fileName: string): Promise<void> {
  await writeFile(join(folder, fileName), lines.join("\\n"), { flag: "a" })
}""",
        "write, don't append",
    ),
    (
        BOOKS,
        "download",
        """async function downloadBook(url: string): Promise<string> {
  const answer = await fetch(url)
  const fileName = url.split("/").at(-1)!
  await saveTextToFile((await answer.text()).split("\\n"), fileName)
  return fileName
}""",
        "look at answer.ok, and throw",
    ),
    (
        BOOKS,
        "download",
        """async function downloadBook(url: string): Promise<string> {
  const answer = await fetch(url)
  const fileName = url.split("/")[3]
  await saveTextToFile((await answer.text()).split("\\n"), fileName)
  return fileName
}""",
        "we expected the file name the-ferrymans-arithmetic.txt, got books",
    ),
    (
        BOOKS,
        "serial",
        """async function serialDownloader(urls: string[], download: Download = downloadBook): Promise<string[]> {
  return Promise.all(urls.map((url) => download(url)))
}""",
        "we expected one download at a time, but 3 ran at the same time",
    ),
    (
        BOOKS,
        "parallel",
        """async function parallelDownloader(urls: string[], download: Download = downloadBook): Promise<void> {
  const processes = urls.map(() => new Process({ target: download, args: [urls[0]] }))
  for (const each of processes) each.start()
  for (const each of processes) await each.join()
}""",
        "we expected a process each for a, b and c, got a,a,a",
    ),
    (
        BOOKS,
        "parallel",
        """async function parallelDownloader(urls: string[], download: Download = downloadBook): Promise<void> {
  for (const url of urls) {
    const one = new Process({ target: download, args: [url] })
    one.start()
    await one.join()
  }
}""",
        "a process waited 5 seconds for the others",
    ),
    (
        BOOKS,
        "async",
        """async function asyncDownloader(urls: string[], download: Download = downloadBook): Promise<string[]> {
  const names: string[] = []
  for (const url of urls) names.push(await download(url))
  return names
}""",
        "we expected 3 downloads at the same time, got 1",
    ),
    (
        SUMS,
        "sum-square",
        """function sumSquare(n: number): number {
  let sum = 0
  for (let i = 0; i <= n; i++) sum += i * i
  return sum
}""",
        "for n = 3 we expected 5, which is 0 + 1 + 4, got 14: did you include n itself?",
    ),
    (
        SUMS,
        "sum-square",
        """function sumSquare(n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++) sum += i ^ 2
  return sum
}""",
        "for n = 4 we expected 14, which is 0 + 1 + 4 + 9, got 6: ** is the power operator here, ^ is not",
    ),
    (
        SUMS,
        "serial",
        """function runSerial<R>(numbers: number[], task: Task<R>): R[] {
  return numbers as never
}""",
        "for 3, 1, 2 and doubling we expected 6, 2, 4, got 3,1,2: is the task called?",
    ),
    (
        SUMS,
        "executor",
        """async function runExecutor<R>(numbers: number[], task: Task<R>): Promise<Awaited<R>[]> {
  await using executor = new ProcessPoolExecutor(2)
  return await executor.map(task, numbers)
}""",
        "we expected four workers at the same time, fewer came",
    ),
    (
        SUMS,
        "executor",
        """async function runExecutor<R>(numbers: number[], task: Task<R>): Promise<Awaited<R>[]> {
  return await new ProcessPoolExecutor(4).map(task, numbers)
}""",
        "a worker is still running: use `await using`, or shutdown()",
    ),
    (
        SUMS,
        "executor",
        """async function runExecutor<R>(numbers: number[], task: Task<R>): Promise<Awaited<R>[]> {
  return Promise.all(numbers.map((n) => task(n)))
}""",
        "a task ran in the notebook's own process",
    ),
    (
        SUMS,
        "pool",
        """async function runPool<R>(numbers: number[], task: Task<R>): Promise<Awaited<R>[]> {
  await using executor = new ProcessPoolExecutor(4)
  return await executor.map(task, numbers)
}""",
        "we expected a Pool's worker, got ProcessPoolExecutor-",
    ),
    (
        SUMS,
        "count",
        "function countTasks() { return { executor: 20_000, pool: 4 } }",
        "pool: 4 is too few: how many chunks does each worker get?",
    ),
]
