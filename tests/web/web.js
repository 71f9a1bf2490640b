/*
 * web.js - the pages and the report as people meet them: Debian's Chromium,
 * without scripts, on a small screen, by keyboard, in the dark, on paper.
 * Prints TAP; run by web.t.
 */
'use strict';

const fs = require('fs');
const path = require('path');
const { chromium } = require('playwright-core');
const { Installation, BUILD } = require('./installation');
const judge = require('./judge');
const { paper, paperReceipt, posters } = require('./paper');
const { reportTests } = require('./report');
const tap = require('./tap');
const { allPages, look, press, STORY } = require('./pages');

const NOW = 1786536000;		/* Wednesday 12 August 2026, 12:00 UTC */
const SHOTS = path.join(BUILD, 'shots');
const PHONE = { width: 390, height: 844 };
const LANGUAGES = Installation.languages();
const CODE = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/;

const chromiumOptions = {
	executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
		'--no-first-run', '--disable-background-networking',
		'--disable-component-update', '--disable-sync'],
};

function shot(page, name, fullPage) {
	return page.screenshot({ path: path.join(SHOTS, name + '.png'),
		fullPage: fullPage !== false });
}

/* Counts what is asked of a server; resets and returns the count. */
function counted(page) {
	let list = [];

	page.on('request', (r) => {
		if (!r.url().startsWith('data:'))
			list.push(r.method() + ' ' + r.url());
	});
	return () => {
		const was = list;

		list = [];
		return was;
	};
}

/* The whole way of a message without scripts, with a mistake on the way. */
async function wholeWay(browser, g, lang) {
	const context = await browser.newContext({ javaScriptEnabled: false,
		viewport: PHONE });
	const page = await context.newPage();
	page.setDefaultTimeout(10000);
	const asked = counted(page);
	const once = (name) => tap.none(asked().slice(1),
	    `${lang} ${name}: one request`);
	const titles = [];
	const here = async (name) => {
		titles.push(await page.title());
		once(name);
		await judge.traceless(page, `${lang} ${name}`);
		await shot(page, `${lang}-${name}`);
	};

	await page.goto(g.url + `/${lang}/`);
	await here('start');
	await Promise.all([page.waitForNavigation(),
		page.click(`a[href="/${lang}/feedback"]`)]);
	await here('form');

	await page.check('input[name=who][value=ouder]');
	await page.check('input[name=wish][value=answer]');
	await page.check('input[name=publish][value=report]');
	await page.selectOption('select[name=region]', 'zuid').catch(() =>
		page.check('input[name=region][value=zuid]'));
	await page.fill('[name="q.tip"]', 'Bel terug & <luister>');
	await press(page, 'check');
	await here('mistake');
	await mistake(page, lang);

	await page.fill('#text', STORY);
	await press(page, 'check');
	await here('check');
	await checkPage(page, lang);
	await press(page, 'edit');
	await here('change');
	tap.is(await page.inputValue('#text'), STORY,
	    `${lang} change: the story comes back as typed`);
	await kept(page, `${lang} change`);
	await press(page, 'check');
	asked();
	await press(page, 'send');
	await here('receipt');
	const code = (await page.textContent('output#code')).trim();
	tap.ok(CODE.test(code), `${lang} receipt: a code`, code);
	await onPaper(page, g, lang, code);
	tap.is(new Set(titles).size >= 4, true, `${lang}: titles differ`);
	await context.close();
	return code;
}

async function kept(page, name) {
	const state = await page.evaluate(() => ['who', 'wish', 'publish',
		'region', 'q.tip'].map((n) => {
		const e = document.querySelector(`[name="${n}"]:checked`) ||
		    document.querySelector(`select[name="${n}"]`) ||
		    document.querySelector(`textarea[name="${n}"]`);
		return e ? e.value : null;
	}));

	tap.is(state.join('|'), 'ouder|answer|report|zuid|Bel terug & <luister>',
	    `${name}: everything chosen is kept`);
}

async function mistake(page, lang) {
	const name = `${lang} mistake`;
	const found = await page.evaluate(() => {
		const box = document.querySelector('#fout');
		const link = box && box.querySelector('a[href="#text"]');
		const area = document.querySelector('#text');

		return { title: document.title, link: link && link.textContent,
			invalid: area.getAttribute('aria-invalid'),
			described: area.getAttribute('aria-describedby'),
			focus: document.activeElement.id,
			main: document.body.textContent };
	});

	tap.ok(found.title.startsWith(Installation.words(lang, 'error_prefix')),
	    `${name}: title says so`, found.title);
	tap.ok(found.link, `${name}: the summary links to the field`);
	tap.is(found.invalid, 'true', `${name}: the field says so`);
	tap.is(found.focus, 'fout', `${name}: the summary has the focus`);
	tap.ok(found.main.split(found.link).length > 2,
	    `${name}: the same words at the field`);
	await kept(page, name);
}

async function checkPage(page, lang) {
	const shown = await page.evaluate(() =>
		document.querySelector('main').innerText);

	tap.ok(shown.includes('<b>drie</b> keer & "morgen"'),
	    `${lang} check: the story is shown as typed`, shown);
	tap.ok(shown.includes('Bel terug & <luister>'),
	    `${lang} check: the answer is shown as typed`, shown);
}

/* What somebody prints: the receipt that is open, and what became of it. */
async function onPaper(page, g, lang, code) {
	await paperReceipt(page, `${lang} receipt`, code);
	await look(page, g, lang, code);
	await paper(page, `${lang} status`);
}

async function everyPage(browser, g, lang) {
	const pages = allPages(lang);

	for (const colorScheme of ['light', 'dark']) {
		const context = await browser.newContext({ viewport: PHONE,
			bypassCSP: true, colorScheme });
		const page = await context.newPage();

		for (const name of Object.keys(pages)) {
			const full = `${lang} ${name} (${colorScheme})`;

			const answer = await pages[name](page, g);
			await judge.accessible(page, full);
			if (colorScheme === 'dark') {
				await dark(page, full);
				await shot(page, `${lang}-${name}-dark`);
				continue;
			}
			await judge.valid(await answer.text(), full);
			await judge.narrow(page, full);
			await judge.spaced(page, full);
			await judge.hittable(page, full);
			await judge.tabbed(page, full);
		}
		await context.close();
	}
}

async function dark(page, name) {
	const light = await page.evaluate(() => {
		const c = getComputedStyle(document.body).backgroundColor
		    .match(/[\d.]+/g).map(Number);
		return c.length > 3 && c[3] === 0 ? 0 : c[0] + c[1] + c[2];
	});

	tap.ok(light < 200, `${name}: dark indeed`, 'sum ' + light);
}

/* By keyboard alone, from the start page to the receipt. */
async function keyboard(browser, g, lang) {
	const context = await browser.newContext({ javaScriptEnabled: false,
		viewport: PHONE });
	const page = await context.newPage();
	const to = async (name, wanted) => {
		const stops = await judge.tabbed(page, `${lang} keyboard, to ${name}`,
		    wanted);

		if (!tap.ok(stops.length > 0 && wanted(stops[stops.length - 1]),
		    `${lang} keyboard: ${name} is reached`,
		    stops.map((s) => s.html).join('\n')))
			throw new Error('cannot go on by keyboard');
		return stops;
	};
	const enter = () => Promise.all([page.waitForNavigation(),
		page.keyboard.press('Enter')]);
	const button = (step) => (s) => s.what === 'step' && s.value === step;

	await page.goto(g.url + `/${lang}/`);
	let stops = await to('the box', (s) => s.what === `/${lang}/feedback`);
	tap.ok(stops.slice(0, 2).some((s) => s.what === '/weg'),
	    `${lang} keyboard: the quick exit is within two tabs`);
	await enter();
	await to('the story', (s) => s.what === 'text');
	await page.keyboard.type('Alleen met het toetsenbord.');
	stops = await to('the check button', button('check'));
	tap.ok(!stops.some((s) => s.what === 'leeg'),
	    `${lang} keyboard: the honeypot is not reached`);
	await enter();
	await to('the button that sends', button('send'));
	await enter();
	tap.ok(CODE.test((await page.textContent('output#code')).trim()),
	    `${lang} keyboard: a receipt`);
	await context.close();
}

/* In sight everywhere on the page, and away in one action. */
async function quickExit(browser, g) {
	const context = await browser.newContext({ javaScriptEnabled: false,
		viewport: PHONE });
	const page = await context.newPage();

	await page.goto(g.url + '/nl/feedback');
	await page.mouse.wheel(0, 600);
	const at = await page.locator('a[href="/weg"]').first().boundingBox();
	tap.ok(at && at.y >= 0 && at.y + at.height <= PHONE.height &&
	    at.height >= 44, 'quick exit: in sight after scrolling, 44 px', at);
	const answer = await g.request('GET', '/weg');
	tap.is(answer.status, 303, 'quick exit: 303');
	tap.ok(/^https:\/\//.test(answer.headers.location || ''),
	    'quick exit: to another site', answer.headers.location);
	tap.ok(answer.headers['clear-site-data'],
	    'quick exit: clears what is there');
	await context.close();
}

/* The address on a poster, as one types it. */
async function shortCode(browser, g) {
	const page = await browser.newPage({ viewport: PHONE });

	await page.goto(g.url + '/7777');
	tap.ok(/Wat wilt u vertellen/.test(await page.textContent('main')),
	    'short code: the form, for parents');
	await page.close();
}

/* Right to left: the exit is on the other side, codes and numbers are not. */
async function mirrored(browser, g) {
	const page = await browser.newPage({ viewport: PHONE });
	const side = async (lang) => {
		await page.goto(g.url + `/${lang}/feedback`);
		const r = await page.locator('a.exit').boundingBox();

		return r.x + r.width / 2 > PHONE.width / 2 ? 'right' : 'left';
	};

	tap.is(await side('nl'), 'right', 'nl: the quick exit is on the right');
	tap.is(await side('ar'), 'left', 'ar: the quick exit is on the left');
	tap.is(await page.getAttribute('html', 'dir'), 'rtl', 'ar: right to left');
	tap.is(await page.evaluate(() => getComputedStyle(
	    document.querySelector('a[href^=tel]')).direction), 'ltr',
	    'ar: a phone number is not');
	await page.close();
}

/* Answers that no browser flow reaches. */
async function refusals(g) {
	const html = { Accept: 'text/html' };
	const answers = {
		'404': await g.request('GET', '/nl/niets', undefined, html),
		'404 en': await g.request('GET', '/en/nothing', undefined, html),
		'405': await g.request('DELETE', '/nl/feedback', undefined, html),
		'413': await g.request('POST', '/nl/feedback',
		    'text=' + 'x'.repeat(200000), html).catch((e) => e),
		'415': await g.request('POST', '/nl/feedback', 'hallo',
		    { 'Accept': 'text/html', 'Content-Type': 'image/png' }),
	};

	for (const name of Object.keys(answers)) {
		const a = answers[name];

		tap.is(String(a.status), name.slice(0, 3), `${name}: its status`);
		if (a.status && a.body)
			await judge.valid(a.body, name);
	}
}

async function main() {
	const g = new Installation(NOW);
	let browser;

	fs.mkdirSync(SHOTS, { recursive: true });
	try {
		await g.start();
		g.publish({ status: 'done', period: '2026-Q2',
			said: { nl: 'Niemand belt terug.' },
			did: { nl: 'Elk team heeft een belmoment.' } },
		    { status: 'not', said: { nl: 'We willen een sleutel.' },
			why: { nl: 'de brandweer het verbiedt.' } });
		browser = await chromium.launch(chromiumOptions);
		for (const lang of LANGUAGES)
			await wholeWay(browser, g, lang);
		for (const lang of LANGUAGES)
			await keyboard(browser, g, lang);
		await quickExit(browser, g);
		await refusals(g);
		await Promise.all([0, 1].map(async (half) => {
			for (const lang of LANGUAGES.filter((l, i) => i % 2 === half))
				await everyPage(browser, g, lang);
		}));
		await shortCode(browser, g);
		await mirrored(browser, g);
		await posters(browser, g, LANGUAGES);
		await reportTests(browser, g, NOW, shot, LANGUAGES);
		tap.is(await g.stop(), 0, 'the daemon ends in order');
	} catch (e) {
		tap.ok(false, 'everything ran', e.stack);
	} finally {
		if (browser)
			await browser.close();
		await g.end();
	}
	process.exitCode = tap.done();
}

main();
