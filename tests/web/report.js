/*
 * report.js - the council's report as it is mailed around: one file, opened
 * from disk, without scripts, on screen and on paper.
 */
'use strict';

const fs = require('fs');
const path = require('path');
const { BUILD } = require('./installation');
const judge = require('./judge');
const tap = require('./tap');

const WEEK = 7 * 24 * 3600;
const MESSAGES = path.join(__dirname, '../run/messages.jsonl');

/* The example messages through the form, over half a year up to now. */
async function sendMessages(g, now) {
	const all = fs.readFileSync(MESSAGES, 'utf8').trim().split('\n')
	    .map((line) => JSON.parse(line));
	const regions = ['noord', 'oost', 'zuid', 'west', ''];
	let stored = 0;

	for (let i = 0; i < all.length; i++) {
		const back = Math.floor((all.length - 1 - i) * 26 / all.length);

		g.clock(now - back * WEEK);
		const answer = await g.request('POST', i % 4 === 0 ? '/nl/lijn' :
		    '/nl/feedback', { text: all[i].text, who: all[i].who,
			region: regions[i % regions.length], step: 'send' },
		    { Accept: 'application/json' });
		stored += answer.status === 201 ? 1 : 0;
	}
	tap.is(stored, all.length, 'report: all example messages were stored');
}

/* Pages of a PDF that Chromium wrote, and whether they are A4. */
function paper(pdf) {
	const text = pdf.toString('latin1');
	const boxes = text.match(/\/MediaBox\s*\[[^\]]*\]/g) || [];

	return { pages: boxes.length, a4: boxes.every((b) =>
		/\[\s*0 0 59[45][\d.]* 84[12][\d.]*\s*\]/.test(b)) };
}

async function onScreen(browser, file, shot) {
	const context = await browser.newContext({ javaScriptEnabled: false,
		viewport: { width: 794, height: 1123 } });
	const page = await context.newPage();
	const asked = [];

	page.on('request', (r) => {
		if (!r.url().startsWith('data:'))
			asked.push(r.url());
	});
	await page.goto('file://' + file);
	await shot(page, 'report');
	tap.is(asked.length, 1, 'report: nothing else is asked for');
	await judge.traceless(page, 'report');
	const pdf = await page.pdf({ preferCSSPageSize: true,
		path: path.join(path.dirname(file), 'report.pdf') });
	const p = paper(pdf);
	tap.ok(p.a4 && p.pages >= 1 && p.pages <= 12,
	    'report: prints on A4', p);
	tap.comment(`report: ${p.pages} pages of paper`);
	await context.close();
}

async function judged(browser, file, shot) {
	for (const colorScheme of ['light', 'dark']) {
		const context = await browser.newContext({ bypassCSP: true,
			colorScheme, viewport: { width: 390, height: 844 } });
		const page = await context.newPage();

		await page.goto('file://' + file);
		await judge.accessible(page, `report (${colorScheme})`);
		await judge.narrow(page, `report (${colorScheme})`);
		await shot(page, `report-phone-${colorScheme}`);
		await context.close();
	}
}

/*
 * Every edition in every language: no page of the plan takes two of paper,
 * and none of what is seen is wider than a phone.
 */
async function editions(browser, g, languages) {
	const context = await browser.newContext({ javaScriptEnabled: false,
		viewport: { width: 794, height: 1123 } });
	const page = await context.newPage();

	for (const lang of languages)
		for (const edition of ['council', 'public', 'quality', 'poster']) {
			const name = `report ${edition} ${lang}`;
			const file = g.file('edition.html');

			g.tool('report', '--period', '2026-Q3', '--edition',
			    edition, '--lang', lang, '-o', file);
			const text = fs.readFileSync(file, 'utf8');
			const planned = text.split('<div class="page').length - 1;

			await judge.valid(text, name);
			await page.goto('file://' + file);
			const p = paper(await page.pdf({ preferCSSPageSize: true,
				path: path.join(BUILD, 'shots',
				    `report-${edition}-${lang}.pdf`) }));
			tap.ok(p.a4 && p.pages === planned &&
			    (edition !== 'poster' || p.pages === 1),
			    `${name}: no page spills`, { planned, ...p });
		}
	await context.close();
}

async function reportTests(browser, g, now, shot, languages) {
	const file = g.file('report.html');

	await sendMessages(g, now);
	g.clock(now);
	g.tool('ingest');
	g.tool('report', '--period', '2026-Q3', '-o', file);
	const text = fs.readFileSync(file, 'utf8');
	tap.ok(text.length <= 60000, 'report: at most 60 KB', text.length);
	tap.ok(!/<script|<link[^>]+href="?http|src="?http|@import|url\(http/i
	    .test(text), 'report: no script, nothing from elsewhere');
	await judge.valid(text, 'report');
	await onScreen(browser, file, shot);
	await judged(browser, file, shot);
	g.tool('report', '--period', '2026-Q3', '--edition', 'poster', '-o',
	    file);
	await judged(browser, file, (page, name) => shot(page, name + '-poster'));
	await editions(browser, g, languages);
}

module.exports = { reportTests };
