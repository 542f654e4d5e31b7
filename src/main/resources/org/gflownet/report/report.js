'use strict';
/*
 * Draws the page from the JSON that it carries. What comes from a run (names, SMILES, configuration) reaches the page as
 * text nodes, as image sources of type SVG and as text on canvases, never as HTML.
 */
(function () {
  const root = document.documentElement;
  const plots = [];
  let data = JSON.parse(document.getElementById('report-data').textContent);
  let xKey = 'step';
  let molecules = { run: 0, set: 'best', sort: 'score' };

  // ---- small helpers ------------------------------------------------------------------------------------------------
  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value);
    }
    for (const child of children.flat()) {
      if (child !== null && child !== undefined) node.append(child);
    }
    return node;
  }

  function number(value, digits) {
    if (value === null || value === undefined || value === '' || Number.isNaN(value)) return '–';
    if (typeof value !== 'number') return String(value);
    if (Number.isInteger(value)) return value.toLocaleString('en-US');
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2);
    return value.toLocaleString('en-US', { maximumSignificantDigits: digits || 4 });
  }

  function duration(seconds) {
    if (typeof seconds !== 'number') return '–';
    if (seconds < 120) return number(seconds, 3) + ' s';
    if (seconds < 7200) return number(seconds / 60, 3) + ' min';
    return number(seconds / 3600, 3) + ' h';
  }

  function picture(run, smiles, alt) {
    const svg = smiles && run.drawings ? run.drawings[smiles] : null;
    if (!svg) return el('div', { class: 'sub' }, smiles ? 'not drawn' : '∅');
    return el('img', { src: 'data:image/svg+xml;base64,' + svg, alt: alt || smiles, title: smiles, loading: 'lazy' });
  }

  function tag(exact, text) {
    return el('span', { class: 'tag ' + (exact ? 'exact' : 'sampled') }, text || (exact ? 'exact' : 'sampled'));
  }

  function last(run, key) {
    for (let i = run.metrics.length - 1; i >= 0; i--) {
      const value = run.metrics[i][key];
      if (value !== null && value !== undefined) return value;
    }
    return null;
  }

  const LIGHT = ['#1f6feb', '#d1580b', '#1a7f37', '#8250df', '#bf3989', '#6e7781', '#0a7ea4', '#9a6700'];
  const DARK = ['#6cb6ff', '#ffa657', '#56d364', '#d2a8ff', '#ff9bce', '#a5b0bb', '#76e3ea', '#e3b341'];
  const RAMP = ['#f4f7fb', '#bcd9f5', '#6db0e6', '#2779c4', '#174a8c', '#0b2350'];
  const RAMP_DARK = ['#16202b', '#173a5e', '#1f66a5', '#3f9be0', '#96cdf7', '#eaf5ff'];

  function dark() { return root.dataset.theme === 'dark'; }
  function css(name) { return getComputedStyle(root).getPropertyValue(name).trim(); }

  // ---- charts -------------------------------------------------------------------------------------------------------
  function panel(title, note, square, option, marks) {
    const div = el('div', { class: 'plot' + (square ? ' square' : ''), role: 'img', 'aria-label': title });
    plots.push({ div: div, option: option });
    return el('section', { class: 'panel' }, el('h3', {}, title, ' ', marks), el('div', { class: 'sub' }, note), div);
  }

  function axis(name, more) {
    return Object.assign({
      name: name, nameLocation: 'middle', nameGap: 24, type: 'value', scale: true,
      nameTextStyle: { color: css('--soft'), fontSize: 11 },
      axisLabel: { color: css('--soft'), fontSize: 10, hideOverlap: true, formatter: v => tick(v) },
      axisLine: { lineStyle: { color: css('--line') } }, axisTick: { show: false },
      splitLine: { lineStyle: { color: css('--line'), opacity: 0.6 } },
    }, more || {});
  }

  function tick(value) {
    const size = Math.abs(value);
    if (size >= 1e9) return value / 1e9 + 'G';
    if (size >= 1e6) return value / 1e6 + 'M';
    if (size >= 1e4) return value / 1e3 + 'k';
    if (size !== 0 && size < 1e-3) return value.toExponential(0);
    return String(Math.round(value * 1e6) / 1e6);
  }

  function base(more) {
    return Object.assign({
      animation: false,
      color: dark() ? DARK : LIGHT,
      textStyle: { fontFamily: 'inherit', color: css('--ink') },
      grid: { left: 10, right: 14, top: 26, bottom: 28, containLabel: true },
      legend: { type: 'scroll', top: 0, left: 0, right: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: css('--soft'), fontSize: 11 },
        pageTextStyle: { color: css('--soft') } },
      tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, backgroundColor: css('--panel'), borderColor: css('--line'),
        textStyle: { color: css('--ink'), fontSize: 11 }, valueFormatter: v => number(v) },
    }, more);
  }

  function drawPlots() {
    for (const plot of plots) {
      const option = plot.option();
      const chart = echarts.getInstanceByDom(plot.div) || echarts.init(plot.div, null, { renderer: 'canvas' });
      chart.setOption(option, true);
      plot.div.dataset.points = (option.series || []).reduce((n, s) => n + (s.data ? s.data.length : 0), 0);
    }
  }

  function lineSeries(name, points, more) {
    return Object.assign({ name: name, type: 'line', showSymbol: points.length < 3, symbolSize: 5, lineStyle: { width: 1.8 },
      sampling: 'lttb', emphasis: { focus: 'series' }, data: points }, more || {});
  }

  const X_NAMES = { step: 'step', trajectories: 'trajectories', seconds: 'training time (s)' };

  function curves(title, note, keys, options) {
    const runs = data.runs.filter(run => keys.some(k => run.metrics.some(m => typeof m[k[0]] === 'number')));
    if (!runs.length) return null;
    const option = () => {
      const series = [];
      runs.forEach((run, r) => keys.forEach((key, k) => {
        const constant = { 'target.log_z': run.trueLogZ, 'modes.regions.total': run.numModes }[key[0]];
        const points = typeof constant === 'number' ? run.metrics.map(m => [m[xKey], constant]) : run.metrics.filter(m => typeof m[key[0]] === 'number' && (!options.log || m[key[0]] > 0))
          .map(m => [m[xKey], m[key[0]]]);
        if (!points.length) return;
        const several = data.runs.length > 1;
        const name = several ? run.name + (keys.length > 1 ? ' · ' + key[1] : '') : key[1];
        const color = (dark() ? DARK : LIGHT)[(several ? data.runs.indexOf(run) : k) % 8];
        const dash = key[2] ? [4, 4] : several && k ? [6, 3] : 'solid';
        series.push(lineSeries(name, points, { itemStyle: { color: color }, lineStyle: { width: 1.8, type: dash, color: color } }));
      }));
      return base({
        legend: series.length > 1 ? base({}).legend : { show: false },
        grid: { left: 10, right: 14, top: series.length > 1 ? 26 : 10, bottom: 28, containLabel: true },
        xAxis: axis(X_NAMES[xKey]),
        yAxis: axis('', { type: options.log ? 'log' : 'value' }),
        dataZoom: [{ type: 'inside' }, { type: 'inside', orient: 'vertical', disabled: true }],
        series: series,
      });
    };
    return panel(title, note, false, option, options.exact === undefined ? null : tag(options.exact));
  }

  // ---- sections -----------------------------------------------------------------------------------------------------
  function overview() {
    if (data.runs.length > 1) return comparison();
    const run = data.runs[0];
    const tiles = [
      ['steps', number(last(run, 'step')) + (run.settings.steps ? ' / ' + number(run.settings.steps) : '')],
      ['trajectories', number(last(run, 'trajectories'))],
      ['training time', duration(last(run, 'seconds'))],
      ['transitions per second', number(last(run, 'transitions_per_s'), 3)],
      ['loss, last interval', number(last(run, 'loss'), 3)],
      ['total variation (exact)', last(run, 'exact.tv')],
      ['error of log Z (exact)', last(run, 'exact.log_z_error')],
      ['log Z of the model', last(run, 'log_z')],
      ['lower bound of log Z', last(run, 'elbo')],
      ['mean reward of samples', last(run, 'reward.mean')],
      ['regions with a mode found', modesOf(run)],
      ['log p against log R, Spearman', run.calibration ? run.calibration.spearman : last(run, 'spearman')],
      ['distinct molecules', run.visited ? run.visited.unique : null],
    ];
    if (run.visited) {
      const end = run.visited.curve[run.visited.curve.length - 1];
      for (const k of Object.keys(end.topMeans)) tiles.push(['top ' + k + ', mean ' + run.visited.score, end.topMeans[k]]);
      for (const a of end.above) tiles.push(['modes, ' + run.visited.score + ' > ' + a.threshold, a.modes]);
    }
    return el('div', { class: 'tiles' }, tiles.filter(t => t[1] !== null && t[1] !== undefined && t[1] !== '–')
      .map(t => el('div', { class: 'tile' }, el('b', {}, number(t[1], 3)), el('span', {}, t[0]))));
  }

  function modesOf(run) {
    const found = last(run, 'modes.regions');
    const all = run.numModes;
    return found === null ? null : number(found) + (all ? ' / ' + number(all) : '');
  }

  function comparison() {
    const columns = [
      ['run', r => r.name], ['environment', r => r.settings.problem], ['objective', r => r.settings.objective],
      ['steps', r => last(r, 'step')], ['trajectories', r => last(r, 'trajectories')], ['time (s)', r => last(r, 'seconds')],
      ['loss', r => last(r, 'loss')], ['exact TV', r => last(r, 'exact.tv')], ['log Z', r => last(r, 'log_z')],
      ['ELBO', r => last(r, 'elbo')], ['mean reward', r => last(r, 'reward.mean')], ['modes', modesOf],
      ['Spearman', r => (r.calibration ? r.calibration.spearman : last(r, 'spearman'))],
      ['distinct molecules', r => (r.visited ? r.visited.unique : null)],
      ['top 10', r => top(r, 10)], ['top 100', r => top(r, 100)], ['top 1000', r => top(r, 1000)],
    ].filter(c => data.runs.some(r => c[1](r) !== null && c[1](r) !== undefined && c[1](r) !== ''));
    return el('div', { class: 'panel' }, sortable(columns, data.runs));
  }

  function top(run, k) {
    if (!run.visited) return null;
    return run.visited.curve[run.visited.curve.length - 1].topMeans[k];
  }

  function sortable(columns, rows) {
    const body = el('tbody');
    let by = -1;
    let up = true;
    const fill = () => {
      const sorted = rows.slice();
      if (by >= 0) {
        sorted.sort((a, b) => {
          const x = columns[by][1](a), y = columns[by][1](b);
          if (x === null || x === undefined) return 1;
          if (y === null || y === undefined) return -1;
          return (x < y ? -1 : x > y ? 1 : 0) * (up ? 1 : -1);
        });
      }
      body.replaceChildren(...sorted.map(row => el('tr', {}, columns.map(c => el('td', {}, number(c[1](row)))))));
    };
    const head = columns.map((c, i) => el('th', {}, el('button', {
      type: 'button', title: 'sort', onclick: () => { up = by === i ? !up : true; by = i; fill(); },
    }, c[0])));
    fill();
    return el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, el('tr', {}, head)), body));
  }

  function learning() {
    const select = el('select', { onchange: event => { xKey = event.target.value; drawPlots(); } },
      Object.entries(X_NAMES).map(([key, name]) => el('option', { value: key, selected: key === xKey }, name)));
    const exact = data.runs.some(run => last(run, 'exact.tv') !== null);
    const charts = [
      curves('Loss', 'mean of an interval between reports; log scale', [['loss', 'loss']], { log: true }),
      curves('Total variation', 'distance of the policy from R/Z, 0 to 1', [['exact.tv', 'policy']], { exact: true, log: true }),
      curves('log Z', 'the model’s against the true one, in nats', [['log_z', 'model'], ['target.log_z', 'true', true], ['elbo', 'lower bound'], ['eubo', 'upper bound']],
        { exact: exact }),
      curves('Mean reward', 'of fresh samples, without exploration', [['reward.mean', 'mean R']], { exact: false }),
      curves('Reward of visited molecules', 'since the last report', [['visited.reward.mean', 'mean'], ['visited.reward.max', 'largest']], { exact: true }),
      curves('Best distinct molecules', 'mean reward of the best so far', [['visited.top10', 'top 10'], ['visited.top100', 'top 100'], ['visited.top1000', 'top 1000']], { exact: true }),
      curves('Modes found', 'regions and cells of the reward’s modes that training visited', [['modes.regions', 'regions'], ['modes.cells', 'cells'], ['modes.regions.total', 'all regions', true]], {}),
      curves('Correlation', 'Spearman, log p(x) against log R(x)', [['spearman', 'Spearman']], { exact: false }),
      curves('Empirical L1', 'sum of |visited share − R/Z| over states, in the window of eval.window; 0 to 2', [['l1.sum', 'L1']], { log: true }),
      curves('Throughput', 'transitions per second of training', [['transitions_per_s', 'transitions/s']], {}),
      curves('Length', 'mean transitions of a trajectory', [['mean_length', 'length']], {}),
    ].filter(Boolean);
    if (!charts.length) return [el('div', { class: 'panel sub' }, 'No report has been written yet.')];
    return [el('div', { class: 'bar' }, el('label', {}, 'horizontal axis', select),
      el('span', { class: 'sub' }, 'wheel or pinch zooms, drag moves, the legend hides a curve')), el('div', { class: 'grid' }, charts)];
  }

  function heatMap(run, name, key) {
    const d = run.distribution;
    const values = d[key];
    const cells = [];
    values.forEach((row, y) => row.forEach((v, x) => cells.push([x, y, v])));
    const option = () => {
      const series = [{ type: 'heatmap', name: name, data: cells, itemStyle: { borderColor: css('--panel'), borderWidth: d.columns > 24 ? 0 : 1 }, emphasis: { itemStyle: { borderColor: css('--ink') } } }];
      if (key === 'learned' && d.flows) series.push(arrows(d));
      return base({
        legend: { show: false },
        grid: { left: 34, right: 58, top: 8, bottom: 36 },
        tooltip: Object.assign(base({}).tooltip, { trigger: 'item', formatter: p => p.seriesType === 'custom'
          ? 'flow from ' + p.value[0] + ', ' + p.value[1] + ': ' + number(p.value[4])
          : d.xLabel + ' ' + cellName(d, p.value[0]) + (d.yLabel ? ', ' + d.yLabel + ' ' + cellName(d, p.value[1]) : '') + ': ' + number(p.value[2]) }),
        xAxis: axis(d.xLabel, { type: 'category', data: values[0].map((_, i) => cellName(d, i)), nameGap: 22, splitLine: { show: false }, axisLabel: { color: css('--soft'), fontSize: 10, hideOverlap: true } }),
        yAxis: axis(d.yLabel, { type: 'category', data: values.map((_, i) => (d.yLabel ? cellName(d, i) : '')), nameGap: 22, splitLine: { show: false }, axisLabel: { color: css('--soft'), fontSize: 10, hideOverlap: true } }),
        visualMap: { type: 'continuous', seriesIndex: 0, min: 0, max: d.max, calculable: true, right: 0, top: 'middle', itemWidth: 10, itemHeight: 120,
          inRange: { color: dark() ? RAMP_DARK : RAMP }, textStyle: { color: css('--soft'), fontSize: 10 }, formatter: v => number(v, 2) },
        series: series,
      });
    };
    return panel((data.runs.length > 1 ? run.name + ': ' : '') + name, key === 'truth' ? d.note.split('; arrows')[0] : d.note, true, option, tag(true));
  }

  function cellName(d, i) { return d.block > 1 ? i * d.block + '–' + (i * d.block + d.block - 1) : String(i); }

  function arrows(d) {
    const largest = Math.max(...d.flows.map(f => f[4]), 1e-300);
    return {
      type: 'custom', name: 'flows', data: d.flows, encode: { x: 0, y: 1 }, z: 5,
      renderItem: (params, api) => {
        const from = api.coord([api.value(0), api.value(1)]);
        const to = api.coord([api.value(2), api.value(3)]);
        const share = api.value(4) / largest;
        const dx = to[0] - from[0], dy = to[1] - from[1];
        const a = [from[0] + 0.28 * dx, from[1] + 0.28 * dy], b = [from[0] + 0.72 * dx, from[1] + 0.72 * dy];
        const head = Math.min(7, 0.16 * Math.hypot(dx, dy) + 1);
        const angle = Math.atan2(dy, dx);
        const color = dark() ? '#ffa657' : '#d1580b';
        const wing = s => [b[0] - head * Math.cos(angle + s * 0.5), b[1] - head * Math.sin(angle + s * 0.5)];
        const style = { stroke: color, fill: color, lineWidth: 0.6 + 2.6 * Math.sqrt(share), opacity: 0.25 + 0.75 * Math.sqrt(share) };
        return { type: 'group', children: [
          { type: 'line', shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style: style },
          { type: 'polygon', shape: { points: [b, wing(1), wing(-1)] }, style: style },
        ] };
      },
    };
  }

  function marginal(run, m) {
    const option = () => base({
      xAxis: axis('x' + m.dimension, { type: 'category', data: m.learned.map((_, i) => String(i)), splitLine: { show: false } }),
      yAxis: axis('', { scale: false }),
      series: [{ type: 'bar', name: 'learned', data: m.learned, barGap: '0%' }, { type: 'bar', name: 'true', data: m.truth }],
    });
    return panel((data.runs.length > 1 ? run.name + ': ' : '') + 'Marginal of x' + m.dimension, 'probability, summed over all other coordinates', false, option, tag(true));
  }

  function distribution() {
    return data.runs.filter(r => r.distribution).flatMap(run => [
      heatMap(run, 'Learned distribution' + (run.distribution.flows ? ' and flows' : ''), 'learned'),
      heatMap(run, 'True distribution R/Z', 'truth'),
      ...(run.distribution.marginals || []).map(m => marginal(run, m))]);
  }

  function calibration() {
    return data.runs.filter(r => r.calibration).flatMap(run => {
      const c = run.calibration;
      const prefix = data.runs.length > 1 ? run.name + ': ' : '';
      const charts = [panel(prefix + 'Calibration: log p against log R', c.note, true, () => scatter(c, 1, 'log p(x)', c.line, run.trueLogZ ?? last(run, 'log_z')), tag(c.exactShare === 1, c.exactShare === 1 ? 'exact' : c.exactShare === 0 ? 'sampled' : Math.round(100 * c.exactShare) + '% exact'))];
      if (c.inflowLine) {
        charts.push(panel(prefix + 'Inflow against reward', 'log of the flow into x that the network states; on the dashed line inflow = R. Slope '
          + number(c.inflowLine.slope, 3) + ', R² ' + number(c.inflowLine.r2, 3) + ', mean offset ' + number(c.inflowLine.offset, 3), true,
          () => scatter(c, 2, 'log inflow(x)', c.inflowLine), tag(true)));
      }
      return charts;
    });
  }

  function scatter(c, column, name, line, logZ) {
    const points = c.points.filter(p => p[column] !== null).map(p => [p[0], p[column], p[3]]);
    const xs = points.map(p => p[0]);
    const ends = [Math.min(...xs), Math.max(...xs)];
    const ideal = column === 1 ? (logZ === null || logZ === undefined ? null : x => x - logZ) : x => x;
    const series = [{ type: 'scatter', name: 'objects', symbolSize: points.length > 800 ? 3 : 5, itemStyle: { opacity: 0.55 }, data: points }];
    if (ideal) series.push(lineSeries('ideal, slope 1', ends.map(x => [x, ideal(x)]), { showSymbol: false, lineStyle: { type: [4, 4], width: 1.5 } }));
    if (line) series.push(lineSeries('least squares', ends.map(x => [x, line.intercept + line.slope * x]), { showSymbol: false }));
    return base({
      grid: { left: 26, right: 14, top: 28, bottom: 30, containLabel: true },
      tooltip: Object.assign(base({}).tooltip, { trigger: 'item', formatter: p => 'log R ' + number(p.value[0]) + '\n' + name + ' ' + number(p.value[1]) + (p.value[2] ? '\n± ' + number(p.value[2], 2) : '') }),
      xAxis: axis('log R(x)'), yAxis: axis(name, { nameGap: 34 }),
      dataZoom: [{ type: 'inside', xAxisIndex: 0 }, { type: 'inside', yAxisIndex: 0 }],
      series: series,
    });
  }

  function trajectories() {
    return data.runs.filter(r => r.trajectories && r.trajectories.length).flatMap(run => {
      const prefix = data.runs.length > 1 ? run.name + ': ' : '';
      const list = el('section', { class: 'panel' }, el('h3', {}, prefix + 'Step by step ', tag(false)),
        el('div', { class: 'sub' }, 'drawn from the policy without exploration; below each state the probability of the transition that led to it'),
        run.trajectories.map(path => el('div', { class: 'path' },
          el('div', { class: 'sub' }, 'log R ' + number(path.logReward) + ' · log P_F of the path ' + number(path.logForward)),
          el('div', { class: 'steps' }, path.states.map((state, i) => step(run, path, state, i)), path.stopped ? stopStep(path) : null))));
      const charts = [list];
      if (run.trajectories.every(p => p.states[0].cell && p.states[0].cell.length === 2) && run.settings.height) charts.unshift(paths(run, prefix));
      return charts;
    });
  }

  function step(run, path, state, i) {
    const chance = i ? 'P ' + number(path.probabilities[i - 1], 3) : 'start';
    if (state.cell) return el('div', { class: 'step cell' }, el('b', {}, state.label), chance);
    return el('div', { class: 'step' }, picture(run, state.smiles, state.label), el('b', {}, i + '. ' + state.label), chance);
  }

  function stopStep(path) {
    return el('div', { class: 'step cell' }, el('b', {}, 'STOP'), 'P ' + number(path.probabilities[path.probabilities.length - 1], 3));
  }

  function paths(run, prefix) {
    const option = () => base({
      grid: { left: 26, right: 14, top: 28, bottom: 30, containLabel: true },
      tooltip: Object.assign(base({}).tooltip, { trigger: 'item', formatter: p => p.seriesName + ': ' + p.value[0] + ', ' + p.value[1] }),
      xAxis: axis('x0', { min: -1, max: run.settings.height, interval: Math.ceil(run.settings.height / 12), scale: false, axisLabel: { color: css('--soft'), fontSize: 10, formatter: v => (v >= 0 && v < run.settings.height ? v : '') } }),
      yAxis: axis('x1', { min: -1, max: run.settings.height, interval: Math.ceil(run.settings.height / 12), scale: false, nameGap: 22, axisLabel: { color: css('--soft'), fontSize: 10, formatter: v => (v >= 0 && v < run.settings.height ? v : '') } }),
      series: run.trajectories.map((path, i) => {
        const shift = (i - (run.trajectories.length - 1) / 2) * 0.04;
        return lineSeries('trajectory ' + (i + 1), path.states.map(s => [s.cell[0] + shift, s.cell[1] + shift]), { showSymbol: true, symbol: 'circle', symbolSize: 4, sampling: undefined });
      }),
    });
    return panel(prefix + 'Paths over the grid', 'all start in the corner 0, 0; lines are moved apart a little', true, option, tag(false));
  }

  // ---- molecules ----------------------------------------------------------------------------------------------------
  function growth() {
    const runs = data.runs.filter(r => r.visited);
    if (!runs.length) return [];
    const score = runs[0].visited.score;
    const ks = [10, 100, 1000].filter(k => runs.some(r => r.visited.curve.some(p => p.topMeans[k] !== undefined)));
    const several = runs.length > 1;
    const line = (run, r, name, points, k) => lineSeries((several ? run.name + ' · ' : '') + name, points,
      several ? { itemStyle: { color: (dark() ? DARK : LIGHT)[r % 8] }, lineStyle: { width: 1.8, type: ['solid', [6, 3], [2, 3]][k % 3], color: (dark() ? DARK : LIGHT)[r % 8] } } : {});
    const chart = (title, note, xName, x, lines) => panel(title, note, false, () => base({
      xAxis: axis(xName), yAxis: axis(''), dataZoom: [{ type: 'inside' }],
      series: runs.flatMap((run, r) => lines(run).map((l, k) => line(run, r, l[0], run.visited.curve.map(p => [x(p), l[1](p)]).filter(p => p[0] !== null && p[1] !== undefined && p[1] !== null), k))),
    }), tag(true));
    const counted = p => p.calls !== undefined && p.calls !== null;
    const topLines = () => ks.map(k => ['top ' + k, p => p.topMeans[k]]);
    const above = key => run => run.visited.curve[0].above.map((a, i) => ['> ' + a.threshold, p => p.above[i][key]]);
    const charts = [
      chart('Best distinct molecules, by visits', 'mean ' + score + ' of the best found so far, before floor and exponent', 'molecules visited', p => p.visits, topLines),
    ];
    if (runs.some(r => r.visited.curve.some(counted))) {
      charts.push(chart('Best distinct molecules, by reward calls', 'the same against the calls of the reward, those of refused proposals included', 'reward calls', p => (counted(p) ? p.calls : null), topLines));
    }
    if (runs.some(r => r.visited.curve[0].above.length)) {
      charts.push(chart('Tanimoto modes', score + ' above a threshold, similarity below 0.7 to every earlier mode, in order of first visit', 'molecules visited', p => p.visits, above('modes')));
      charts.push(chart('Bemis-Murcko scaffolds', 'distinct ones with a ring, of molecules above a threshold', 'molecules visited', p => p.visits, above('scaffolds')));
    }
    charts.push(panel('Density of ' + score, 'share of molecules per unit of ' + score + '; late: visits of the last tenth of the steps', false, () => base({
      xAxis: axis(score), yAxis: axis('', { scale: false }),
      series: runs.flatMap((run, r) => ['unique', 'late', 'reference'].filter(k => run.visited.density[k]).map((k, i) => {
        const d = run.visited.density;
        const total = d[k].reduce((a, b) => a + b, 0) || 1;
        const name = { unique: 'distinct visited', late: 'late visits', reference: 'reference' }[k];
        return Object.assign(line(run, r, name, d[k].map((n, j) => [d.low + (j + 0.5) * d.width, n / total / d.width]), i), { areaStyle: { opacity: several ? 0 : 0.12 }, showSymbol: false });
      })),
    }), tag(true)));
    const facts = runs.map(r => (several ? r.name + ': ' : '') + 'mean pairwise Tanimoto similarity of the best ' + number(r.visited.numTop) + ': ' + number(r.visited.similarityOfTop, 3));
    return [el('div', { class: 'bar sub' }, facts.join(' · ')), el('div', { class: 'grid' }, charts)];
  }

  function moleculeGrid() {
    const runs = data.runs.filter(r => r.visited && r.visited.best.length);
    if (!runs.length) return [];
    const box = el('div', { class: 'molecules' });
    const sorts = {
      score: ['score', (a, b) => b.score - a.score], reward: ['reward', (a, b) => b.reward - a.reward],
      step: ['first visit', (a, b) => a.step - b.step || a.trajectory - b.trajectory],
      similarity: ['least like a better one', (a, b) => (a.similarity ?? 0) - (b.similarity ?? 0)],
      scaffold: ['scaffold', (a, b) => (a.scaffold < b.scaffold ? -1 : a.scaffold > b.scaffold ? 1 : b.score - a.score)],
    };
    const fill = () => {
      const run = runs[Math.min(molecules.run, runs.length - 1)];
      const v = run.visited;
      const shown = molecules.set === 'best' ? v.best.slice(0, v.numBest) : v.diverse.map(i => v.best[i]);
      box.replaceChildren(...shown.slice().sort(sorts[molecules.sort][1]).map(m => el('div', { class: 'molecule' },
        picture(run, m.smiles), el('b', {}, v.score + ' ' + number(m.score, 4)),
        el('div', { class: 'sub' }, 'R ' + number(m.reward, 3) + ' · step ' + number(m.step)),
        el('div', { class: 'sub', title: 'largest Tanimoto similarity to a better one' }, m.similarity === null ? 'the best of all' : 'similarity ' + number(m.similarity, 2)),
        m.scaffold ? el('div', { class: 'scaffold sub' }, 'scaffold', picture(run, m.scaffold)) : el('div', { class: 'sub' }, 'no ring'),
        el('span', { class: 'smiles', title: m.smiles }, m.smiles))));
    };
    const choose = (name, options, key) => el('label', {}, name, el('select', {
      onchange: event => { molecules[key] = key === 'run' ? Number(event.target.value) : event.target.value; fill(); },
    }, options.map(o => el('option', { value: o[0], selected: o[0] === molecules[key] }, o[1]))));
    fill();
    return [el('div', { class: 'bar' }, runs.length > 1 ? choose('run', runs.map((r, i) => [i, r.name]), 'run') : null,
      choose('show', [['best', 'the best'], ['diverse', 'the most diverse of the best']], 'set'),
      choose('sort by', Object.entries(sorts).map(([k, s]) => [k, s[0]]), 'sort')), el('div', { class: 'panel' }, box)];
  }

  // ---- time, provenance ---------------------------------------------------------------------------------------------
  function time() {
    return data.runs.filter(r => r.timing).flatMap(run => {
      const t = run.timing;
      const prefix = data.runs.length > 1 ? run.name + ': ' : '';
      const parts = [panel(prefix + 'Time per phase', 'wall seconds on the driver, last process of the run', false, () => base({
        legend: { show: false }, grid: { left: 10, right: 40, top: 6, bottom: 28, containLabel: true },
        xAxis: axis('s', { scale: false }), yAxis: { type: 'category', inverse: true, data: t.phases.map(p => p.name), axisLabel: { color: css('--ink'), fontSize: 11 }, axisTick: { show: false }, axisLine: { lineStyle: { color: css('--line') } } },
        series: [{ type: 'bar', name: 'seconds', data: t.phases.map(p => p.seconds), label: { show: true, position: 'right', color: css('--soft'), fontSize: 10, formatter: p => duration(p.value) } }],
      }), null)];
      if (t.executors && t.executors.length) {
        const columns = [['executor', e => e.id], ['host', e => e.host], ['tasks', e => e.tasks], ['run time (s)', e => e.runSeconds], ['GC (s)', e => e.gcSeconds],
          ['failed', e => e.failedTasks], ['retries', e => e.retries], ['lost', e => (e.lost ? 'yes' : 'no')]];
        parts.push(el('section', { class: 'panel' }, el('h3', {}, prefix + 'Executors ', t.failedTasks ? el('span', { class: 'tag failed' }, number(t.failedTasks) + ' failed tasks') : null),
          el('div', { class: 'sub' }, number(t.failedTasks) + ' failed tasks, ' + number(t.retries) + ' retries, ' + number(t.lostExecutors) + ' executors lost'), sortable(columns, t.executors)));
      }
      return parts;
    });
  }

  // A fact that is a table of its own, as the digests of files, is as many facts.
  function facts(object) {
    return Object.entries(object).flatMap(([key, value]) => value !== null && typeof value === 'object'
      ? facts(value).map(([inner, text]) => [key + ' ' + inner, text]) : [[key, value]]);
  }

  function provenance() {
    return data.runs.map(run => el('section', { class: 'panel' }, el('h3', {}, run.name),
      el('table', { class: 'facts' }, el('tbody', {}, [['folder', run.location], ...facts(run.provenance || {})].map(([key, value]) =>
        el('tr', {}, el('td', {}, key.replaceAll('_', ' ')), el('td', {}, value === null ? '–' : String(value)))))),
      run.notes && run.notes.length ? el('ul', {}, run.notes.map(n => el('li', { class: 'sub' }, n))) : null,
      el('details', {}, el('summary', {}, 'Configuration, all settings'), el('pre', {}, run.config))));
  }

  function legend() {
    return el('section', { class: 'panel' }, el('h3', {}, 'What the marks mean'), el('p', {}, tag(true),
      ' computed over all states, all visits or all paths: it has no sampling error. ', tag(false),
      ' from a random sample of the policy or the target: another sample would give another figure; where a point has a standard error, hovering shows it.'));
  }

  // ---- comparisons of methods ---------------------------------------------------------------------------------------
  function methodColor(name) { return (dark() ? DARK : LIGHT)[data.comparison.methods.indexOf(name) % 8]; }

  function methodDash(name) { return ['solid', [6, 3], [2, 3], [8, 3, 2, 3]][Math.floor(data.comparison.methods.indexOf(name) / 8) % 4]; }

  /** The range over seeds: one polygon, along the largest values and back along the smallest. */
  function band(name, points) {
    return {
      type: 'custom', name: name, data: points.map(p => [p[0], p[1]]), silent: true, z: 1, tooltip: { show: false }, itemStyle: { color: methodColor(name) },
      renderItem: (params, api) => {
        if (params.dataIndex !== 0 || points.length < 2) return null;
        const corners = points.map(p => api.coord([p[0], p[3]])).concat(points.slice().reverse().map(p => api.coord([p[0], p[2]])));
        return { type: 'polygon', shape: { points: corners }, style: { fill: methodColor(name), opacity: 0.16 } };
      },
    };
  }

  function comparedPanel(chart, p) {
    const option = () => {
      const series = p.series.flatMap(s => {
        const points = s.points.filter(q => q[0] > 0 && q[2] > 0);
        return [band(s.name, points), lineSeries(s.name, points.map(q => [q[0], q[1]]), {
          z: 3, sampling: undefined, itemStyle: { color: methodColor(s.name) }, lineStyle: { width: 1.8, color: methodColor(s.name), type: methodDash(s.name) } })];
      });
      const all = p.series.flatMap(s => s.points.map(q => q[0])).filter(x => x > 0);
      return base({
        xAxis: axis(chart.x, { type: 'log', min: Math.min(...all), max: Math.max(...all) }), yAxis: axis('', { type: 'log', min: v => Number((v.min * 0.95).toPrecision(2)), max: v => Number((v.max * 1.05).toPrecision(2)) }),
        dataZoom: [{ type: 'inside', filterMode: 'none' }], series: series,
      });
    };
    return panel(p.r0 === null ? chart.title : 'R0 = ' + p.r0, chart.note, false, option, null);
  }

  function comparedCurves() {
    return data.comparison.charts.map(chart => el('div', {}, el('h3', {}, chart.title + ' against ' + chart.x),
      el('div', { class: 'sub' }, 'line: median over seeds; band: range over seeds; both axes logarithmic; the legend hides a method'),
      el('div', { class: 'grid wide' }, chart.panels.map(p => comparedPanel(chart, p)))));
  }

  function comparedTables() {
    const c = data.comparison;
    const floors = c.ranking.some(e => typeof e.r0 === 'number');
    const place = [['method', e => e.label], ['R0', e => e.r0], ['place', e => e.place], [c.figure + ', median', e => e.median],
      ['smallest', e => e.low], ['largest', e => e.high], ['runs', e => e.runs], ['failed', e => e.failed]].filter(x => floors || x[0] !== 'R0');
    const keys = Object.keys(c.ends[0] || {}).filter(k => k !== 'method' && c.ends.some(e => typeof e[k] === 'number'));
    const tables = [
      el('section', { class: 'panel' }, el('h3', {}, 'Ranking by ' + c.figure), el('div', { class: 'sub' }, 'at the end of the runs'), sortable(place, c.ranking)),
      el('section', { class: 'panel' }, el('h3', {}, 'Last reports'), el('div', { class: 'sub' }, 'median over seeds'),
        sortable([['method', e => e.method]].concat(keys.map(k => [k === 'r0' ? 'R0' : k, e => e[k]])), c.ends)),
    ];
    if (c.failures.length) {
      tables.push(el('section', { class: 'panel' }, el('h3', {}, 'Failed runs ', el('span', { class: 'tag failed' }, number(c.failures.length))),
        el('div', { class: 'scroll' }, el('table', { class: 'facts' }, el('tbody', {}, c.failures.map(f => el('tr', {}, el('td', {}, f.run), el('td', {}, f.reason))))))));
    }
    return tables;
  }

  /** Runs or methods at equal numbers of molecules, beside the rows of the paper. */
  function moleculeTable(m) {
    if (!m) return [];
    const rows = m.rows.concat(m.paper);
    const keys = [...new Set(rows.flatMap(r => Object.keys(r)))].filter(k => k !== 'method');
    return [el('section', { class: 'panel' }, el('h3', {}, m.title), el('div', { class: 'sub' }, m.note),
      sortable([['method', r => r.method]].concat(keys.map(k => [k, r => r[k]])), rows))];
  }

  // ---- page ---------------------------------------------------------------------------------------------------------
  function sections() {
    const grid = (list, more) => (list.length ? [el('div', { class: 'grid ' + (more || '') }, list)] : []);
    const compared = data.comparison ? [
      ['methods', 'Methods side by side', comparedCurves()],
      ['molecule-table', 'Methods at equal numbers of molecules', moleculeTable(data.comparison.molecules)],
      ['tables', 'Figures', comparedTables()],
    ] : [];
    return compared.concat([
      ['overview', 'Overview', data.runs.length ? [overview()] : []],
      ['learning', 'Learning curves', data.comparison ? [] : learning()],
      ['distribution', 'Learned against true', grid([...distribution(), ...calibration()], 'pictures')],
      ['growth', 'Molecules: how good, how many', [...growth(), ...moleculeTable(data.molecules)]],
      ['molecules', 'Molecules: pictures', moleculeGrid()],
      ['trajectories', 'Trajectories', grid(trajectories(), 'wide')],
      ['time', 'Time and failures', grid(time(), 'wide')],
      ['provenance', 'Provenance and configuration', grid([...provenance(), legend()], 'wide')],
    ]).filter(s => s[2].length);
  }

  function draw() {
    plots.forEach(plot => { const chart = echarts.getInstanceByDom(plot.div); if (chart) chart.dispose(); });
    plots.length = 0;
    const c = data.comparison;
    const one = !c && data.runs.length === 1 ? data.runs[0] : null;
    document.getElementById('top').replaceChildren(
      el('h1', {}, one ? one.name : c ? c.name : data.runs.length + ' runs compared'),
      el('span', { class: 'sub' }, one ? [one.settings.problem, one.settings.objective, one.state].filter(Boolean).join(' · ')
        : c ? c.methods.length + ' methods, ' + c.seeds.length + ' seeds, ' + c.numRuns + ' runs' : ''),
      el('span', { class: 'grow' }),
      el('span', { class: 'sub' }, (data.live ? 'live, ' : '') + 'as of ' + data.generated),
      el('button', { type: 'button', onclick: () => setTheme(dark() ? 'light' : 'dark') }, 'light / dark'));
    const all = sections();
    document.getElementById('nav').replaceChildren(...all.map(s => el('a', { href: '#' + s[0] }, s[1])));
    const scrolled = window.scrollY;
    document.getElementById('main').replaceChildren(...all.map(s => el('section', { id: s[0] }, el('h2', {}, s[1]), s[2])),
      el('footer', {}, 'gflownet-spark ' + (data.version || '') + ' · charts: Apache ECharts'));
    drawPlots();
    window.scrollTo(0, scrolled);
  }

  function setTheme(theme) {
    root.dataset.theme = theme;
    drawPlots();
  }

  async function follow() {
    try {
      const answer = await fetch('data.json', { cache: 'no-store' });
      const next = await answer.json();
      if (next.generated !== data.generated || next.live !== data.live) { data = next; draw(); }
    } catch (problem) {
      data.live = false;
      document.querySelector('header .grow').textContent = 'the run no longer answers; the figures are the last ones';
      return;
    }
    if (data.live) setTimeout(follow, 2000);
  }

  const system = window.matchMedia('(prefers-color-scheme: dark)');
  root.dataset.theme = system.matches ? 'dark' : 'light';
  system.addEventListener('change', event => setTheme(event.matches ? 'dark' : 'light'));
  draw();
  let waiting = 0;
  window.addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => plots.forEach(plot => echarts.getInstanceByDom(plot.div).resize()), 120);
  });
  if (data.live) setTimeout(follow, 2000);
})();
