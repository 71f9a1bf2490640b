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

const inspection = `target = {"nl:jongeren op een groep"}
	closes = "2026-12-31"
	question "a" { type = scale label = {"nl:Hoe smaakt het?"} }
	question "b" { type = choice label = {"nl:Eten jullie samen?"}
		option "ja" { label = {"nl:Ja"} }
		option "nee" { label = {"nl:Nee"} } }
	question "c" { label = {"nl:Wat wil je de kok zeggen?"} }
	question "d" { label = {"nl:Welke regel kan weg?"} }
	question "e" { type = several label = {"nl:Wat wil je vaker?"}
		option "fruit" { label = {"nl:Fruit"} }
		option "rijst" { label = {"nl:Rijst"} } }`;

/* Those that ship; nl-u is no language but a way to speak one. */
const LANGUAGES = ['nl'].concat(fs.readdirSync('conf/lang')
    .map((f) => f.replace(/\.conf$/, ''))
    .filter((l) => l !== 'nl' && !l.includes('-')).sort());

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
languages = {${LANGUAGES.map((l) => `"${l}"`).join(', ')}}
public_url = "https://vertel.voorbeeld.nl"
complaint_url = "https://www.voorbeeld.nl/klachten"
regions = {"noord", "oost", "zuid", "west"}
rate = 10000
burst = 10000
${box('feedback', 'feedback', '{"nl:Vertel het ons", "en:Tell us"}',
    this.readers, questions)}
${box('lijn', 'line', '{"nl:Lijn van ongenoegen", "en:Complaint line"}',
    this.readers, '')}
${box('avond', 'table', '{"nl:Ouderavond", "en:Parents\' evening"}',
    this.readers, 'closes = "2026-08-11"\n\tshort_code = 4821')}
${box('ouders', 'feedback', '{"nl:Voor ouders", "en:For parents"}',
    this.readers, 'form_of_address = u\n\tshort_code = 7777')}
${box('inspectie', 'inspection', '{"nl:Hoe is het eten?", "en:The food"}',
    this.readers, inspection)}
line "mobiel" { gateway = kannel secret_file = "${d}/secret" box = lijn number = "06 12345678" }
${this.house || ''}
`);
		fs.writeFileSync(this.file('secret'), 'pad-van-kannel-12345\n',
		    { mode: 0o600 });
	}

	/* Publishes what was done, for everybody to read. */
	publish(...items) {
		fs.writeFileSync(this.file('did.jsonl'),
		    items.map((i) => JSON.stringify(i)).join('\n') + '\n');
		this.tool('publish', this.file('did.jsonl'));
	}

	static languages() {
		return LANGUAGES;
	}

	/* A text of a language as it ships. */
	static words(lang, key) {
		const text = fs.readFileSync(`conf/lang/${lang}.conf`, 'utf8');

		return new RegExp(`^\\t${key} = "(.*)"$`, 'm').exec(text)[1];
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
