/* The card of a person or a tie. */
(function () {
  const spirals = (window.spirals = window.spirals || {});

  const spark = {
    props: ["values", "twin", "marks", "title", "look"],
    mounted() { this.draw(); },
    watch: { values() { this.$nextTick(this.draw); }, look() { this.draw(); } },
    computed: { last() { const v = this.values.filter((x) => x !== null && !Number.isNaN(x)); return v.length ? v[v.length - 1].toFixed(2) : ""; } },
    methods: {
      draw() {
        const known = (list) => list.map((v) => (v === null ? NaN : v)), values = known(this.values), twin = this.twin ? known(this.twin) : null, colours = spirals.palette();
        const lines = [{ values: values, colour: colours.accent, width: 1.8, dot: true, against: twin, better: this.title === "strain" ? -1 : 1 }];
        if (twin) lines.unshift({ values: twin, colour: colours.plain, width: 1.5 });
        // Beside the twin, what matters is the difference, so the scale is that of the two.
        spirals.onCanvas(this.$refs.canvas, (pen, w, h) => spirals.plot(pen, { x: 1, y: 3, w: w - 6, h: h - 6 },
          lines, { days: Math.max(values.length - 1, 1), range: twin ? undefined : [0, 1], least: 0.2, scale: false, marks: this.marks }));
      },
    },
    template: `<div class="feature" style="grid-template-columns: 6.5rem 1fr 2.5rem"><span>{{ title }}</span><canvas ref="canvas" style="width: 100%; height: 2.2rem" role="img" :aria-label="title + ' over time, now ' + last"></canvas><span class="num" style="text-align: right">{{ last }}</span></div>`,
  };

  spirals.parts.story = {
    components: { spark: spark },
    props: ["person", "tie", "look", "quiet"],
    created() { this.icon = spirals.icon; },
    // What had the focus goes when another story is told: keep it in the card.
    beforeUpdate() { this.inside = this.$el.contains(document.activeElement); },
    updated() { if (this.inside && !this.$el.contains(document.activeElement)) this.$refs.close.focus(); },
    methods: { percent(v) { return Math.round(v * 100) + "%"; } },
    template: `
    <aside class="panel story" aria-label="Story" @keydown.esc.stop="$emit('close')">
      <header><div><h2>{{ person ? person.id : tie.ids.join(' and ') }}</h2><p class="small soft" v-if="person">{{ person.who }}</p></div>
        <button class="quiet icon" ref="close" @click="$emit('close')" aria-label="Close the story" v-html="icon('close')"></button></header>
      <template v-if="person">
        <p>{{ person.says }}</p>
        <div><spark v-for="(values, name) in person.history" :key="name" :values="values" :twin="person.twin ? person.twin[name] : null" :marks="person.marks" :title="name" :look="look"></spark>
          <p class="small soft twin" v-if="person.twin"><i class="stroke"></i>the twin of {{ person.id }}, to whom nothing is done</p></div>
        <div v-if="person.done && person.done.length"><p v-for="d in person.done" :key="d" class="small aftermath">{{ d }}</p></div>
        <div v-if="person.acts && person.acts.length" role="group" aria-label="Do one thing tomorrow"><h3>Do one thing <span class="small soft">tomorrow</span></h3>
          <ul class="bare acts"><li v-for="a in person.acts" :key="a.name"><button @click="$emit('act', a.name)">{{ a.title }}</button><span class="small soft">{{ a.says }}</span></li></ul></div>
        <div v-if="person.ties.length"><h3>Best ties <span class="small soft">of {{ person.count }}</span></h3>
          <ul class="bare tielist"><li v-for="t in person.ties" :key="t.tie"><button @click="$emit('tie', t.tie)" :aria-label="'Tie with ' + t.id + ', quality ' + percent(t.quality)"><span>{{ t.id }}</span><span class="ln" style="flex-wrap: nowrap"><span class="meter" style="width: 5rem"><span :style="{width: percent(t.quality)}"></span></span><span class="num small" style="width: 2.6rem; text-align: right">{{ percent(t.quality) }}</span></span></button></li></ul></div>
        <div v-if="person.encounters.length"><h3>Lately</h3><ul class="bare"><li class="told" v-for="(e, i) in person.encounters" :key="i">{{ e }}</li></ul></div>
      </template>
      <template v-else>
        <p>{{ tie.says }}</p>
        <spark :values="tie.history" title="quality" :look="look"></spark>
        <div><h3>What it is like</h3>
          <div class="feature" v-for="f in tie.features" :key="f.name" style="padding: 0.15rem 0"><span>{{ f.words }}</span><span class="num" style="text-align: right">{{ f.values.map(percent).join(' / ') }}</span></div>
          <p class="small soft">Two numbers: first as {{ tie.ids[0] }} has it, then as {{ tie.ids[1] }} has it.</p></div>
        <div class="ln"><button v-for="(id, i) in tie.ids" :key="id" @click="$emit('person', tie.people[i])">{{ id }}</button></div>
      </template>
    </aside>`,
  };
})();
