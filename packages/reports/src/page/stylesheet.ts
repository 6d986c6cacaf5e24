/** The stylesheet of every page: the theme as custom properties, the layout, and the rules for paper. */
import { dark, light, type Token, tokens } from "./tokens.ts";

const properties = (theme: Readonly<Record<Token, string>>): string =>
  tokens.map((token) => `--${token}:${theme[token]}`).join(";");

/** Marks of SVG by token: these rules win over the presentation attributes. */
const paints = tokens
  .map((token) => `.f-${token}{fill:var(--${token})}.k-${token}{stroke:var(--${token})}`)
  .join("");

const layout = `
*{box-sizing:border-box}
html{scroll-padding-top:58px}
body{margin:0;background:var(--bg);color:var(--fg);font:14px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main,.bar{max-width:1300px;margin:0 auto;padding:0 24px}
h1{font-size:20px;line-height:1.35;margin:20px 0 4px;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:17px;margin:26px 0 6px}
h3{font-size:14px;margin:0}
p{margin:0 0 8px}
a{color:var(--acc)}
code,pre{font:12.5px/1.5 ui-monospace,"SF Mono",Consolas,monospace}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;z-index:9;background:var(--card);padding:8px}
:focus-visible{outline:2px solid var(--acc);outline-offset:2px}
.nav{position:sticky;top:0;z-index:5;background:var(--bg);border-bottom:1px solid var(--line)}
.bar{display:flex;gap:16px;align-items:center;height:46px;white-space:nowrap;overflow-x:auto}
.bar a{color:var(--mut);text-decoration:none}
.bar a:hover{color:var(--fg);text-decoration:underline}
.bar b::before{content:"";display:inline-block;width:9px;height:9px;border-radius:2px;background:var(--acc);margin-right:7px}
.bar button{margin-left:auto}
button,input,select{font:inherit;color:var(--fg);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:3px 10px}
button{cursor:pointer}
button:hover{border-color:var(--mut)}
.meta,.mut{color:var(--mut)}
.meta{display:flex;flex-wrap:wrap;gap:2px 18px;margin:0 0 16px}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 16px;min-width:0}
.verdicts{display:grid;grid-template-columns:1.25fr 1fr 1fr 1fr;gap:12px}
.verdict{display:flex;flex-direction:column}
.verdict .label{font-size:12.5px;color:var(--mut)}
.verdict .figure{font-size:26px;line-height:1.3;font-weight:650;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.verdict p{font-size:13px;color:var(--mut);margin:0;overflow-wrap:anywhere}
.verdict:first-child{border-left-width:5px}
.verdict.ok:first-child{border-left-color:var(--ok)}
.verdict.warn:first-child{border-left-color:var(--warn)}
.verdict.bad:first-child{border-left-color:var(--bad)}
.verdict.plain:first-child{border-left-color:var(--acc)}
.findings{padding:0}
.findings>*{border-top:1px solid var(--line);padding:0 14px}
.findings>:first-child{border-top:0}
.findings summary{padding:8px 0;cursor:pointer;list-style:none;display:flex;gap:10px;align-items:baseline}
.findings summary::-webkit-details-marker{display:none}
.findings summary::after{content:"+";margin-left:auto;color:var(--mut)}
.findings details[open]>summary::after{content:"–"}
.findings .what{font-weight:600;overflow-wrap:anywhere;min-width:0}
.findings dl{display:grid;grid-template-columns:84px 1fr;gap:4px 10px;margin:0 0 12px 72px}
.findings dt{color:var(--mut)}
.findings dd{margin:0;overflow-wrap:anywhere;min-width:0}
.findings ul{margin:0 0 12px 72px;padding:0;list-style:none}
.chip{flex:none;min-width:68px;padding:1px 8px;text-align:center;font-size:12px;font-weight:650;border-radius:10px}
.chip.ok{color:var(--ok);background:var(--okbg)}
.chip.warn{color:var(--warn);background:var(--warnbg)}
.chip.bad{color:var(--bad);background:var(--badbg)}
.chip.info{color:var(--ink);background:var(--soft)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:16px}
.pair>*{min-width:0}
.stack>*+*{margin-top:16px}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(250px,100%),1fr));gap:10px 14px}
.panels svg{max-width:420px}
figure:not(.wide) .plot>svg{max-width:720px}
.more>summary{cursor:pointer;display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline}
.more>div{margin-top:12px}
.more figure{border-color:var(--grid)}
.chain{display:flex;flex-wrap:wrap;gap:6px 8px;list-style:none;margin:0 0 10px;padding:0}
.chain li{display:flex;gap:6px;align-items:baseline}
.chain li+li::before{content:"→";color:var(--mut)}
.why{margin-top:16px}
.why h2{margin:0 0 6px}
.why p{overflow-wrap:anywhere}
.findings dd .listing{margin:6px 0 0;padding:6px 10px}
.findings dd .code{margin-top:6px}
.findings dd .code button{top:2px;padding:1px 8px}
.findings summary .mut{min-width:0}
.findings .notes>details{border-top:1px solid var(--grid)}
.findings .notes dl{margin-left:0}
figure{margin:0;display:flex;flex-direction:column}
figcaption{color:var(--mut);font-size:13px;margin-bottom:6px}
figcaption h3{color:var(--ink);font-size:14px}
figcaption span{display:block}
figure svg{display:block;height:auto}
.plot{position:relative}
.plot canvas{position:absolute;left:0;top:0;width:100%;height:100%}
.plot canvas~svg{position:relative}
.scroll{overflow-x:auto}
figure details{margin-top:auto;padding-top:8px;font-size:13px}
figure details summary{color:var(--mut);cursor:pointer}
figure .rows{max-height:300px}
footer{padding-left:0}
.status{min-height:20px;font-size:13px;color:var(--mut);font-variant-numeric:tabular-nums}
.tools{display:flex;flex-wrap:wrap;gap:8px 10px;align-items:center;margin:0 0 8px}
.tools input{flex:1 1 260px;max-width:520px}
[hidden]{display:none!important}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:5px 10px;text-align:right;white-space:nowrap;border-bottom:1px solid var(--grid)}
th{background:var(--soft);font-weight:600;font-size:13px}
th button{border:0;background:none;padding:0;font-weight:600}
th[aria-sort=ascending] button::after{content:" ▲"}
th[aria-sort=descending] button::after{content:" ▼"}
.text{text-align:left}
td.text{max-width:240px;overflow:hidden;text-overflow:ellipsis}
tr.win td{font-weight:650}
.rows{padding:0;overflow:auto;max-height:560px}
.rows thead th{position:sticky;top:0;z-index:1}
.par{stroke:var(--mut);stroke-opacity:.1}
.par.on{stroke:var(--s1);stroke-opacity:.85}
.brush{fill:var(--acc);fill-opacity:.16;stroke:var(--acc)}
.handle{fill:transparent;cursor:crosshair}
.handle:focus-visible{outline:0;stroke:var(--acc);stroke-width:2}
.listing{background:var(--soft);border:1px solid var(--line);border-radius:8px;padding:12px;overflow:auto;max-height:480px}
pre{margin:0}
.code{position:relative}
.code button{position:absolute;right:8px;top:8px;font-size:12.5px;z-index:1}
.code .listing{padding-right:76px}
.card>.code,.card>.listing{margin-top:8px}
footer{margin-top:32px;padding-top:14px;padding-bottom:32px;border-top:1px solid var(--line);color:var(--mut);font-size:13px}
footer dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0}
footer dt,footer dd{margin:0;overflow-wrap:anywhere;min-width:0}
`;

const conditions = `
@media screen and (max-width:900px){
.verdicts{grid-template-columns:1fr 1fr}.pair{grid-template-columns:1fr}
.wide svg{min-width:1000px}
main,.bar{padding-left:16px;padding-right:16px}
.findings dl,.findings ul{margin-left:0}
}
@media screen and (min-width:901px){.findings details:not([open])>summary :is(.what,.mut){white-space:nowrap;overflow:hidden;text-overflow:ellipsis}}
@media screen and (max-width:560px){.verdicts{grid-template-columns:1fr}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{
.nav,.tools,.skip,.status,canvas,.code button{display:none!important}
.still{visibility:visible!important}
figcaption .still-text{display:block!important}
figcaption .live-text{display:none!important}
details::details-content{content-visibility:visible;height:auto}
.card,figure,.findings>*{break-inside:avoid}
.pair{grid-template-columns:1fr 1fr}.verdicts{grid-template-columns:1fr 1fr}
.rows,.listing,.scroll{max-height:none;overflow:visible}
pre{white-space:pre-wrap}
.trials tbody tr:nth-child(n+31),.trials :is(th,td):nth-child(n+9){display:none}
th,td{white-space:normal;padding:3px 5px;font-size:11px}
figure .scroll{overflow:hidden}
figure :is(th,td){font-size:8.5px;padding:1px 3px}
figure tbody tr:nth-child(n+31){display:none}
}`;

export const stylesheet: string = [
  `:root{color-scheme:light;${properties(light)}}`,
  `@media screen{@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${properties(dark)}}}`,
  `:root[data-theme=dark]{color-scheme:dark;${properties(dark)}}}`,
  paints,
  layout,
  conditions,
]
  .join("")
  .replace(/\n/g, "");
