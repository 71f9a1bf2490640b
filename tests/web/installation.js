/*
 * installation.js - an installation of gehoor in a temporary directory: keys,
 * configuration, the real daemon with the test clock, the real tool, and a
 * plain HTTP client.
 */
'use strict';

const child = require('child_process');
const fs = require('fs');
const http = require('http');
const os = require('os');
const path = require('path');

const BUILD = process.env.BUILD || path.resolve('build');

function box(name, kind, title, readers, more) {
	return `box "${name}" {
	kind = ${kind}
	title = ${title}
	readers = {${readers.map((r) => `"${r}"`).join(', ')}}
	rate = 10000
	burst = 10000
	ask_region = true
	ask_who = true
	ask_wish = true
	ask_publish = true
	${more}
}
`;
}

const questions = `question "gesprek" {
		type = scale
		label = {"nl:Hoe goed ging het laatste gesprek?", "en:How well did the last talk go?"}
	}
	question "vorm" {
		type = several
		label = {"nl:Hoe was het contact?", "en:How were you in touch?"}
		option "huis" { label = {"nl:Thuis", "en:At home"} }
		option "bel" { label = {"nl:Telefoon", "en:By phone"} }
	}
	question "tip" {
		type = text
		label = {"nl:Heb je een tip?", "en:Do you have a tip?"}
	}`;

class Installation {
	constructor(now) {
		this.dir = fs.mkdtempSync(path.join(os.tmpdir(), 'gehoor-web-'));
		for (const d of ['state', 'run'])
			fs.mkdirSync(this.file(d), 0o750);
		this.clock(now);
		this.readers = ['reader1.key', 'reader2.key'].map((name) =>
			this.run('-q', 'keygen', '--no-passphrase', '-o',
			    this.file(name)).trim());
		this.vkey = this.run('-q', 'keygen', '--sign', 'voorbeeld.test',
		    '-o', this.file('sign.key')).trim();
		this.run('-q', 'keygen', '--pepper', '-o', this.file('pepper'));
		this.configure();
	}

	file(name) {
		return path.join(this.dir, name);
	}

	configure() {
		const d = this.dir;

		fs.writeFileSync(this.file('gehoor.conf'), `
organisation = "Jeugdzorg Voorbeeld"
state = "${d}/state"
runtime = "${d}/run"
listen = {"tcp:127.0.0.1:0"}
admin = "${d}/run/admin.sock"
sign_key = "${d}/sign.key"
log_keys = {"${this.vkey}"}
pepper = "${d}/pepper"
database = "${d}/gehoor.db"
languages = {"nl", "en"}
regions = {"noord", "oost", "zuid", "west"}
rate = 10000
burst = 10000
${box('feedback', 'feedback', '{"nl:Vertel het ons", "en:Tell us"}',
    this.readers, questions)}
${box('lijn', 'line', '{"nl:Lijn van ongenoegen", "en:Complaint line"}',
    this.readers, '')}
`);
	}

	/* Sets the clock of the test programs (Unix seconds). */
	clock(now) {
		fs.writeFileSync(this.file('clock.new'), now + '\n');
		fs.renameSync(this.file('clock.new'), this.file('clock'));
	}

	environment() {
		return Object.assign({}, process.env,
		    { GEHOOR_CLOCK: this.file('clock') });
	}

	/* The tool without a configuration; its stdout. */
	run(...args) {
		return child.execFileSync(path.join(BUILD, 'test/gehoor'), args,
		    { env: this.environment(), encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'inherit'] });
	}

	tool(...args) {
		return this.run('-q', '-c', this.file('gehoor.conf'), '-k',
		    this.file('reader1.key'), ...args);
	}

	/* Starts the daemon and waits until it is ready. */
	start() {
		this.daemon = child.spawn(path.join(BUILD, 'test/gehoord'),
		    ['-c', this.file('gehoor.conf')],
		    { env: this.environment(),
			stdio: ['ignore', 'ignore', 'pipe'] });
		return new Promise((resolve, reject) => {
			let said = '';

			this.daemon.stderr.on('data', (bytes) => {
				said += bytes;
				if (!/\bready\b.*\n/.test(said))
					return;
				const m = /tcp:127\.0\.0\.1:(\d+)/.exec(said);
				this.port = Number(m[1]);
				this.url = 'http://127.0.0.1:' + this.port;
				resolve(this);
			});
			this.daemon.on('exit', () =>
				reject(new Error('gehoord ended: ' + said)));
		});
	}

	/* Ends the daemon in order; its exit code. */
	stop() {
		const daemon = this.daemon;

		this.daemon = null;
		if (!daemon || daemon.exitCode !== null)
			return Promise.resolve(daemon && daemon.exitCode);
		return new Promise((resolve) => {
			daemon.removeAllListeners('exit');
			daemon.on('exit', resolve);
			daemon.kill('SIGTERM');
		});
	}

	async end() {
		await this.stop();
		fs.rmSync(this.dir, { recursive: true, force: true });
	}

	/* One request; resolves to status, headers and body. */
	request(method, where, fields, headers) {
		const body = fields === undefined ? '' :
		    typeof fields === 'string' ? fields :
		    new URLSearchParams(fields).toString();
		const options = { method, agent: false,
			headers: Object.assign({}, headers) };

		if (fields !== undefined) {
			options.headers['Content-Type'] =
			    options.headers['Content-Type'] ||
			    'application/x-www-form-urlencoded';
			options.headers['Content-Length'] =
			    Buffer.byteLength(body);
		}
		return new Promise((resolve, reject) => {
			const r = http.request(this.url + where, options, (a) => {
				let text = '';

				a.setEncoding('utf8');
				a.on('data', (part) => { text += part; });
				a.on('end', () => resolve({ status: a.statusCode,
				    headers: a.headers, body: text }));
			});
			r.on('error', reject);
			r.end(body);
		});
	}
}

module.exports = { Installation, BUILD };
