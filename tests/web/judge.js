/*
 * judge.js - what is asked of every page: valid HTML, no accessibility
 * violation, no trace in the browser, no sideways scrolling, targets that a
 * thumb can hit, and a focus that can be seen.
 */
'use strict';

const axe = require('axe-core');
const { HtmlValidate } = require('html-validate');
const tap = require('./tap');

/* "publish" repeats and "step" has two buttons: so the design wants it. */
const html = new HtmlValidate({
	root: true,
	extends: ['html-validate:recommended', 'html-validate:document'],
	rules: { 'form-dup-name': ['error',
		{ shared: ['radio', 'checkbox', 'submit'] }] },
});

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
	'best-practice'];
const MOST_STOPS = 80;

async function valid(text, name) {
	const report = await html.validateString(text);
	const found = [];

	for (const result of report.results)
		for (const m of result.messages)
			found.push(`${m.line}:${m.column} ${m.ruleId}: ` +
			    m.message);
	tap.none(found, `${name}: html-validate finds nothing`);
}

async function accessible(page, name) {
	await page.evaluate(axe.source);
	const result = await page.evaluate((tags) => axe.run(document,
	    { runOnly: { type: 'tag', values: tags } }), AXE_TAGS);

	tap.none(result.violations.map((v) => v.id + ': ' + v.help + '\n  ' +
	    v.nodes.map((n) => n.html + '\n    ' +
		n.failureSummary).join('\n  ')),
	    `${name}: axe finds nothing`);
}

/* Cookies, storage, service workers, scripts. */
async function traceless(page, name) {
	const cookies = await page.context().cookies();
	const kept = await page.evaluate(() => {
		const n = { scripts: document.scripts.length };

		try {
			n.local = localStorage.length;
			n.session = sessionStorage.length;
		} catch (e) {
			n.denied = 0;
		}
		return n;
	});

	tap.is(cookies.length, 0, `${name}: no cookie`);
	tap.none(Object.keys(kept).filter((k) => kept[k] > 0),
	    `${name}: no storage, no script`);
}

async function narrow(page, name) {
	const size = page.viewportSize();

	await page.setViewportSize({ width: 320, height: 640 });
	const wide = await page.evaluate(() => {
		const out = [];

		if (document.scrollingElement.scrollWidth > 320)
			out.push('page: ' +
			    document.scrollingElement.scrollWidth);
		for (const e of document.querySelectorAll('body *')) {
			const r = e.getBoundingClientRect();

			/* What is put far aside on purpose is on neither side. */
			if (r.width > 0 && (r.right > 321 && r.left >= 0 &&
			    r.left < 321 || r.left < -1 && r.right > 0))
				out.push(e.outerHTML.slice(0, 80));
		}
		return out;
	});
	tap.none(wide, `${name}: nothing beyond 320 px`);
	await page.setViewportSize(size);
}

/* WCAG 1.4.12: wider text spacing must not cut or push anything out. */
async function spaced(page, name) {
	const size = page.viewportSize();

	await page.setViewportSize({ width: 320, height: 640 });
	const width = await page.evaluate(() => {
		const style = document.createElement('style');

		style.textContent = '*{line-height:1.5!important;' +
		    'letter-spacing:.12em!important;' +
		    'word-spacing:.16em!important}p{margin-bottom:2em!important}';
		document.head.append(style);
		const w = document.scrollingElement.scrollWidth;
		style.remove();
		return w;
	});
	tap.ok(width <= 320, `${name}: room for wide text spacing`,
	    'width ' + width);
	await page.setViewportSize(size);
}

/*
 * Links in a sentence are excepted, as in WCAG 2.5.8; buttons, the quick exit
 * and what one ticks want 44 px, everything else 24.
 */
async function hittable(page, name) {
	const small = await page.evaluate(() => {
		const out = [];
		const visible = (e) => {
			const r = e.getBoundingClientRect();

			return r.width > 1 && r.height > 1 && r.left > -500 &&
			    !e.closest('[aria-hidden=true]') &&
			    getComputedStyle(e).visibility !== 'hidden';
		};

		for (const e of document.querySelectorAll(
		    'a[href],button,input,select,textarea,summary')) {
			const area = e.matches('input') && e.closest('label') || e;
			const r = area.getBoundingClientRect();
			const big = e.matches('button,input,a[href="/weg"]');
			const inline = e.matches('a') &&
			    getComputedStyle(e).display === 'inline';

			if (!visible(e) || e.type === 'hidden' || inline)
				continue;
			if (r.height < (big ? 44 : 24) - .5 || r.width < 24)
				out.push(`${Math.round(r.width)}x` +
				    `${Math.round(r.height)} ` +
				    e.outerHTML.slice(0, 90));
		}
		return out;
	});
	tap.none(small, `${name}: targets large enough`);
}

/*
 * Goes through the page by Tab, to its end or to the stop that is wanted;
 * returns what was focused, in order, and tells where the focus could not be
 * seen or lay under something else.
 */
async function tabbed(page, name, wanted) {
	const stops = [], unseen = [];

	for (let i = 0; i < MOST_STOPS; i++) {
		await page.keyboard.press('Tab');
		const stop = await page.evaluate(() => {
			const e = document.activeElement;

			if (!e || e === document.body)
				return null;
			const s = getComputedStyle(e), r = e.getBoundingClientRect();
			const at = document.elementFromPoint(r.left + r.width / 2,
			    Math.min(r.top + r.height / 2, innerHeight - 1));
			const label = e.closest('label');
			const ring = (x) => x && getComputedStyle(x);

			return { what: e.id || e.name || e.getAttribute('href'),
				value: e.value, tag: e.tagName,
				ring: [s, ring(label)].some((x) => x &&
				    (x.outlineStyle !== 'none' &&
				    parseFloat(x.outlineWidth) >= 2 ||
				    x.boxShadow !== 'none')),
				covered: !(at && (e.contains(at) ||
				    at.contains(e) || label && label.contains(at))),
				html: e.outerHTML.slice(0, 90) };
		});
		if (stop === null)
			break;
		stops.push(stop);
		if (!stop.ring)
			unseen.push('no ring: ' + stop.html);
		if (stop.covered)
			unseen.push('covered: ' + stop.html);
		if (wanted && wanted(stop))
			break;
	}
	tap.none(unseen, `${name}: the focus is always seen`);
	return stops;
}

module.exports = { valid, accessible, traceless, narrow, spaced, hittable,
	tabbed };
