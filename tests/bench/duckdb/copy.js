// copy.js CSV OUT - loads a CSV into DuckDB, and writes it out as one again.
// Prints the seconds of the writing, with one thread.
'use strict';

const { DuckDBInstance } = require('@duckdb/node-api');

async function main([csv, out]) {
	const instance = await DuckDBInstance.create(':memory:');
	const c = await instance.connect();
	await c.run('SET threads = 1');
	await c.run('CREATE TABLE figure AS ' +
	    `SELECT * FROM read_csv('${csv}', header = true)`);
	const begun = process.hrtime.bigint();
	await c.run(`COPY figure TO '${out}' (FORMAT csv, HEADER)`);
	console.log(Number(process.hrtime.bigint() - begun) / 1e9);
}

main(process.argv.slice(2)).catch((e) => {
	console.error(e.message);
	process.exit(1);
});
