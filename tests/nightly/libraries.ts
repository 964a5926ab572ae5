/** What people import into notebooks: a package in its version, a cell that uses it, and how its value shows. */
export interface Library {
  /** `name@version` */
  name: string;
  /** Imports it and gives a value; types are checked. `npm:` stands for its name and version. */
  cell: string;
  /** MIME types of the value, besides text/plain. */
  shows?: string[];
  /** Part of the value's text. */
  text: string | RegExp;
  /** An expression with the names of the cell, computed in a worker, and its value as JSON; or why there is none. */
  worker: [expression: string, value: string] | string;
}

const row = (
  name: string,
  cell: string,
  text: string | RegExp,
  worker: Library["worker"],
  shows: string[] = [],
): Library => ({ name, cell, text, worker, shows });

const table = ["text/html"];
const drawing = ["image/svg+xml", "image/png"];

export const libraries: Library[] = [
  row(
    "lodash@4.18.1",
    'import _l from "npm:"; _l.chunk([1, 2, 3], 2)',
    "[ [ 1, 2 ], [ 3 ] ]",
    ["_l.sum([1, 2])", "3"],
  ),
  row(
    "ramda@0.32.0",
    'import * as R from "npm:"; R.range(1, 4)',
    "[ 1, 2, 3 ]",
    ["R.sum([1, 2])", "3"],
  ),
  row(
    "date-fns@4.4.0",
    'import { addDays, formatISO } from "npm:"; formatISO(addDays(new Date(2024, 0, 31), 1), { representation: "date" })',
    "'2024-02-01'",
    ["addDays(0, 1).getTime() > 0", "true"],
  ),
  row(
    "luxon@3.7.2",
    'import { DateTime } from "npm:"; DateTime.utc(2024, 5, 1)',
    "DateTime 2024-05-01T00:00:00.000Z",
    ["DateTime.utc(2024).year", "2024"],
  ),
  row(
    "mathjs@15.2.0",
    'import { matrix, det } from "npm:"; matrix([[1, 2], [3, 4]])',
    "DenseMatrix 2 × 2",
    ["det([[1, 2], [3, 4]])", "-2"],
    ["text/latex"],
  ),
  row(
    "ml-matrix@6.15.1",
    'import { Matrix } from "npm:"; new Matrix([[1, 2], [3, 4]])',
    "Matrix 2 × 2",
    ["Matrix.ones(2, 2).sum()", "4"],
    ["text/latex"],
  ),
  row(
    "simple-statistics@7.12.1",
    'import * as stats from "npm:"; stats.median([1, 2, 9])',
    "2",
    ["stats.mean([1, 2, 3])", "2"],
  ),
  row(
    "jsdom@26.1.0",
    'import { JSDOM } from "npm:"; const page = new JSDOM("<p>hi</p>").window.document; page.querySelector("p")',
    "<p>hi</p>",
    ['new JSDOM("<p>a</p>").window.document.body.textContent', '"a"'],
    table,
  ),
  row(
    "d3@7.9.2",
    'import * as d3 from "npm:"; d3.select(page.body).append("svg").attr("width", 20).attr("height", 20)',
    "<svg",
    ["d3.max([1, 5])", "5"],
    drawing,
  ),
  row(
    "@observablehq/plot@0.6.17",
    'import * as Plot from "npm:"; Plot.plot({ document: page, marks: [Plot.dot([[1, 2], [3, 4]])] })',
    "<svg",
    ["Plot.dot([[1, 2]]) !== undefined", "true"],
    drawing,
  ),
  row(
    "vega@5.33.1",
    'import * as vega from "npm:"; new vega.View(vega.parse({ width: 20, height: 20, marks: [] }), { renderer: "none" })',
    "View of Vega",
    ["vega.isArray([])", "true"],
    drawing,
  ),
  row(
    "vega-lite@5.23.0",
    'import { compile } from "npm:"; const bars = { $schema: "https://vega.github.io/schema/vega-lite/v5.json", data: { values: [{ a: 1 }] }, mark: "bar", encoding: { x: { field: "a", type: "quantitative" } } } as const; compile(bars as never); bars',
    "mark: 'bar'",
    ["typeof compile", '"function"'],
    ["application/vnd.vegalite.v5+json"],
  ),
  row(
    "plotly.js-dist@3.0.0",
    'const figure = { data: [{ x: [1], y: [2], type: "bar" }], layout: {} }; figure',
    "Figure of Plotly: bar",
    "Plotly draws in a page alone; what it takes, { data, layout }, is what shows here",
    ["application/vnd.plotly.v1+json"],
  ),
  row(
    "apache-arrow@21.2.0",
    'import * as arrow from "npm:"; arrow.tableFromArrays({ a: new Float64Array([1.5, 2]), b: ["x", "y"] })',
    "Table: 2 rows, 2 columns",
    ["arrow.tableFromArrays({ a: [1, 2] }).numRows", "2"],
    table,
  ),
  row(
    "arquero@7.2.1",
    'import * as aq from "npm:"; aq.table({ a: [3, 1], b: ["x", "y"] }).orderby("a")',
    "a  b\n1  y",
    ["aq.table({ a: [1, 2] }).numRows()", "2"],
    table,
  ),
  row(
    "nodejs-polars@0.18.0",
    'import pl from "npm:"; pl.DataFrame({ a: [1, 2] })',
    "shape: (2, 1)",
    ["pl.Series([1, 2]).sum()", "3"],
    table,
  ),
  row(
    "@duckdb/duckdb-wasm@1.32.0",
    'import * as duckdb from "npm:"; Object.keys(duckdb.getJsDelivrBundles())',
    "mvp",
    ["typeof duckdb.getJsDelivrBundles", '"function"'],
  ),
  row(
    "node-sqlite3-wasm@0.8.60",
    'import sqlite from "npm:"; const db = new sqlite.Database(":memory:"); const sums = db.all("select 1 + 1 as two"); db.close(); sums',
    "two: 2",
    [
      '(() => { const db = new sqlite.Database(":memory:"); const all = db.all("select 2 as n"); db.close(); return all.length })()',
      "1",
    ],
  ),
  row(
    "zod@4.6.7",
    'import { z } from "npm:"; z.object({ name: z.string(), tags: z.array(z.number()).optional() })',
    "tags?: number[]",
    ["z.number().parse(3)", "3"],
  ),
  row(
    "effect@3.22.4",
    'import { Effect } from "npm:"; Effect.runSync(Effect.succeed(7))',
    "7",
    ["Effect.runSync(Effect.succeed(8))", "8"],
  ),
  row(
    "rxjs@7.8.2",
    'import { from, toArray, lastValueFrom } from "npm:"; await lastValueFrom(from([1, 2]).pipe(toArray()))',
    "[ 1, 2 ]",
    ["from([1]) !== undefined", "true"],
  ),
  row(
    "immutable@5.2.1",
    'import { List } from "npm:"; List([1, 2]).map((n) => n * 2).toArray()',
    "[ 2, 4 ]",
    ["List([1, 2]).size", "2"],
  ),
  row("react@18.3.1", 'import React from "npm:"; React.version', "'18.", [
    "React.version.slice(0, 3)",
    '"18."',
  ]),
  row(
    "react-dom@18.3.1",
    'import * as server from "npm:/server"; <b>{1}</b>',
    "<b>1</b>",
    ["typeof server.renderToString", '"function"'],
    table,
  ),
  row(
    "preact@10.29.8",
    'import { h } from "npm:"; h("i", null, "x").type',
    "'i'",
    ['h("i", null).type', '"i"'],
  ),
  row(
    "linkedom@0.18.15",
    'import { parseHTML } from "npm:"; parseHTML("<html><body><p>hi</p></body></html>").document.querySelector("p")',
    "<p>hi</p>",
    ['parseHTML("<p>a</p>") !== undefined', "true"],
    table,
  ),
  row(
    "cheerio@1.2.0",
    'import * as cheerio from "npm:"; cheerio.load("<p>a</p>")("p").text()',
    "'a'",
    ['cheerio.load("<p>b</p>")("p").text()', '"b"'],
  ),
  row(
    "sharp@0.35.5",
    'import sharp from "npm:"; sharp({ create: { width: 4, height: 4, channels: 3, background: "red" } })',
    "a picture of sharp",
    ["sharp.versions !== undefined", "true"],
    ["image/png"],
  ),
  row(
    "pngjs@7.0.0",
    'import { PNG } from "npm:"; PNG.sync.write(new PNG({ width: 2, height: 2 }))',
    "Buffer",
    ["new PNG({ width: 2, height: 2 }).width", "2"],
    ["image/png"],
  ),
  row(
    "axios@1.21.1",
    'import axios from "npm:"; axios.getUri({ url: "/a", params: { b: 1 } })',
    "'/a?b=1'",
    ['axios.getUri({ url: "/a" })', '"/a"'],
  ),
  row(
    "express@5.3.0",
    'import express from "npm:"; typeof express().listen',
    "'function'",
    ["typeof express", '"function"'],
  ),
  row(
    "ws@8.23.0",
    'import { WebSocketServer } from "npm:"; new WebSocketServer({ noServer: true }).options.noServer',
    "true",
    ["typeof WebSocketServer", '"function"'],
  ),
  row(
    "reflect-metadata@0.2.2",
    'import "npm:"; typeof (Reflect as unknown as { defineMetadata: unknown }).defineMetadata',
    "'function'",
    [
      "typeof (Reflect as unknown as { defineMetadata: unknown }).defineMetadata",
      '"function"',
    ],
  ),
  row(
    "class-validator@0.15.1",
    'import { isEmail } from "npm:"; isEmail("a@b.de")',
    "true",
    ['isEmail("a")', "false"],
  ),
  row(
    "typeorm@0.3.31",
    'import { EntitySchema } from "npm:"; new EntitySchema({ name: "user", columns: { id: { type: Number, primary: true } } }).options.name',
    "'user'",
    ["typeof EntitySchema", '"function"'],
  ),
  row(
    "@tensorflow/tfjs@4.22.0",
    'import * as tf from "npm:"; tf.tensor([[1, 2], [3, 4]])',
    "Tensor 2 × 2 of float32: 1, 2, 3, 4",
    ["tf.tensor([1, 2]).size", "2"],
  ),
  row(
    "onnxruntime-node@1.30.0",
    'import { Tensor } from "npm:"; new Tensor("float32", [1, 2], [1, 2])',
    "Tensor 1 × 2 of float32: 1, 2",
    ['new Tensor("float32", [1, 2], [2]).size', "2"],
  ),
  row(
    "natural@8.1.1",
    'import natural from "npm:"; natural.PorterStemmer.stem("running")',
    "'run'",
    ['natural.PorterStemmer.stem("words")', '"word"'],
  ),
  row(
    "compromise@14.17.0",
    'import nlp from "npm:"; nlp("two cats").nouns().out("array")',
    "two cats",
    ['nlp("a b").wordCount()', "2"],
  ),
  row(
    "papaparse@5.7.1",
    'import Papa from "npm:"; Papa.parse<{ a: string }>("a\\n1\\n2", { header: true }).data',
    "{ a: '1' }",
    ["Papa.unparse([[1, 2]])", '"1,2"'],
    table,
  ),
  row(
    "csv-parse@6.2.1",
    'import { parse as parseCsv } from "npm:/sync"; parseCsv("a,b\\n1,2", { columns: true }) as object[]',
    "{ a: '1', b: '2' }",
    ['parseCsv("1,2").length', "1"],
  ),
  row(
    "exceljs@4.4.0",
    'import excel from "npm:"; new excel.Workbook().addWorksheet("one").name',
    "'one'",
    ['new excel.Workbook().addWorksheet("two").name', '"two"'],
  ),
  row(
    "logic-solver@2.0.1",
    'import Logic from "npm:"; const solver = new Logic.Solver(); solver.require(Logic.or("A", "B")); solver.solve() !== null',
    "true",
    ["typeof Logic.Solver", '"function"'],
  ),
];
