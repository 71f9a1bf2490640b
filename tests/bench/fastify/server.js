/*
 * server.js - the peer of the bench: the form handler a web developer would
 * build with fastify and better-sqlite3.  Each message is one row, committed
 * and synced before the answer.  Arguments: the database file, and "wal" or
 * "delete" for the journal.  Prints its port.
 */
'use strict';

const crypto = require('crypto');
const Database = require('better-sqlite3');
const fastify = require('fastify')({ logger: false });

const db = new Database(process.argv[2]);
db.pragma('journal_mode = ' + (process.argv[3] || 'wal'));
db.pragma('synchronous = FULL');
db.exec(`CREATE TABLE IF NOT EXISTS message (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	created TEXT NOT NULL,
	text TEXT NOT NULL,
	region TEXT,
	who TEXT,
	wish TEXT
)`);
const insert = db.prepare(`INSERT INTO message
	(code, created, text, region, who, wish) VALUES (?, ?, ?, ?, ?, ?)`);

fastify.register(require('@fastify/formbody'), { bodyLimit: 128 * 1024 });

fastify.post('/nl/feedback', (request, reply) => {
	const f = request.body || {};

	if (typeof f.text !== 'string' || f.text.trim() === '' ||
	    f.text.length > 8000) {
		reply.code(422).send({ error: 'text' });
		return;
	}
	const code = crypto.randomBytes(10).toString('hex');
	insert.run(code, new Date().toISOString(), f.text, f.region || null,
	    f.who || null, f.wish || null);
	reply.code(201).send({ code, box: 'feedback' });
});

fastify.listen({ port: 0, host: '127.0.0.1' }).then(() => {
	console.log(fastify.server.address().port);
}, (error) => {
	console.error(error.message);
	process.exit(1);
});
process.on('SIGTERM', () => process.exit(0));
