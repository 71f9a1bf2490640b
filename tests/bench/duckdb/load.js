// load.js CSV DATABASE - loads a CSV into a new DuckDB database, and counts
// messages by week and polarity.  Prints seconds of both.
'use strict';

const { DuckDBInstance } = require('@duckdb/node-api');

async function main([csv, path]) {
	const instance = await DuckDBInstance.create(path);
	const c = await instance.connect();
	const seconds = async (sql) => {
		const begun = process.hrtime.bigint();
		await c.runAndReadAll(sql);
		return Number(process.hrtime.bigint() - begun) / 1e9;
	};
	const load = await seconds('CREATE TABLE message AS ' +
	    `SELECT * FROM read_csv('${csv}', header = true)`);
	const ask = await seconds('SELECT week, polarity, count(*) ' +
	    'FROM message GROUP BY ALL ORDER BY ALL');
	console.log(load.toFixed(3), ask.toFixed(3));
}

main(process.argv.slice(2)).catch((e) => {
	console.error(e.message);
	process.exit(1);
});
