// The map that can be moved. The list of places ([data-unite]) is what it shows: it reads the members there,
// and reads them again after each change. Without WebGL nothing happens: the drawing stays.
import * as maplibre from "../dist/maplibre-gl.mjs";

const EMPTY = { type: "FeatureCollection", features: [] };
const number = new Intl.NumberFormat("fr-FR");

/** Colours of the style sheet, so that the map follows the light or dark theme. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  return {
    ground: colour("--surface"),
    area: colour("--map-area"),
    line: colour("--map-line"),
    member: colour("--accent"),
    edge: colour("--warm"),
  };
}

/** Codes of the perimeter, as the page lists them. */
function memberCodes() {
  return new Set([...document.querySelectorAll("[data-unite]")].map((line) => line.dataset.unite));
}

async function load(urls) {
  const answers = await Promise.all(
    urls.map(async (url) => {
      const answer = await fetch(url);
      return answer.ok ? answer.json() : EMPTY;
    }),
  );
  const collection = { type: "FeatureCollection", features: answers.flatMap((answer) => answer.features ?? []) };
  // Numbers as identifiers, because MapLibre keeps the state of a feature under them; codes such as 2A004 are not.
  collection.features.forEach((feature, rank) => {
    feature.id = rank;
  });
  return collection;
}

/** How much of an area the perimeter holds: "whole", "part" or "none". */
function stateOf(code, members) {
  if (members.has(code) || members.has(code.slice(0, 5))) return "whole";
  for (const member of members) if (member.startsWith(code)) return "part";
  return "none";
}

function extent(features, accepts) {
  const bounds = new maplibre.LngLatBounds();
  const visit = (coordinates) => {
    if (typeof coordinates[0] === "number") bounds.extend(coordinates);
    else coordinates.forEach(visit);
  };
  for (const feature of features) if (accepts(feature) && feature.geometry) visit(feature.geometry.coordinates);
  return bounds;
}

function layers(source, colours, visibility) {
  const state = ["coalesce", ["feature-state", "held"], "none"];
  return [
    {
      id: `${source}-fill`,
      type: "fill",
      source,
      layout: { visibility },
      paint: {
        "fill-color": ["match", state, "none", colours.area, colours.member],
        "fill-opacity": ["match", state, "whole", 0.6, "part", 0.3, ["case", ["boolean", ["feature-state", "hover"], false], 0.9, 0.5]],
      },
    },
    {
      id: `${source}-line`,
      type: "line",
      source,
      layout: { visibility },
      paint: { "line-color": colours.line, "line-width": 1 },
    },
    {
      id: `${source}-hover`,
      type: "line",
      source,
      layout: { visibility },
      paint: {
        "line-color": colours.edge,
        "line-width": ["case", ["boolean", ["feature-state", "hover"], false], 3, 0],
      },
    },
  ];
}

class Carte {
  constructor(island) {
    this.island = island;
    this.data = {};
    this.hovered = null;
  }

  async start() {
    const words = (name) => (this.island.dataset[name] ?? "").split(" ").filter(Boolean);
    this.urls = { communes: words("communes"), iris: words("iris") };
    this.data.communes = await load(this.urls.communes);
    if (this.data.communes.features.length === 0) return;
    maplibre.setWorkerUrl(this.island.dataset.worker);
    this.draw();
  }

  draw() {
    this.canvas = Object.assign(document.createElement("div"), { className: "map-canvas" });
    this.name = Object.assign(document.createElement("p"), { className: "map-name" });
    this.island.append(this.canvas, this.name);
    const colours = palette();
    const plain = {
      version: 8,
      sources: {},
      layers: [{ id: "ground", type: "background", paint: { "background-color": colours.ground } }],
    };
    this.map = new maplibre.Map({
      container: this.canvas,
      style: this.island.dataset.fond ?? plain,
      bounds: this.frame(),
      fitBoundsOptions: { padding: 24 },
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: true,
      attributionControl: false,
      locale: {
        "NavigationControl.ZoomIn": "Agrandir",
        "NavigationControl.ZoomOut": "Réduire",
        "Map.Title": "Carte à déplacer",
        "CooperativeGesturesHandler.WindowsHelpText": "Ctrl + molette pour agrandir la carte",
        "CooperativeGesturesHandler.MacHelpText": "⌘ + molette pour agrandir la carte",
        "CooperativeGesturesHandler.MobileHelpText": "Deux doigts pour déplacer la carte",
      },
    });
    this.map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new maplibre.ScaleControl({ unit: "metric" }));
    this.map.once("load", () => this.fill(colours));
  }

  /** The members, or everything when there is none. */
  frame() {
    const members = memberCodes();
    const { features } = this.data.communes;
    const own = extent(features, (feature) => stateOf(feature.properties.code, members) !== "none");
    return own.isEmpty() ? extent(features, () => true) : own;
  }

  async fill(colours) {
    this.island.classList.add("alive");
    this.add("communes", colours);
    this.colour();
    document.addEventListener("htmx:after:swap", () => this.colour());
    if (this.urls.iris.length > 0) await this.offerIris(colours);
  }

  add(source, colours) {
    this.map.addSource(source, { type: "geojson", data: this.data[source] });
    for (const layer of layers(source, colours, "visible")) this.map.addLayer(layer);
    this.map.on("mousemove", `${source}-fill`, (event) => this.hover(source, event.features[0]));
    this.map.on("mouseleave", `${source}-fill`, () => this.hover(source, null));
    if (this.island.dataset.ajouter) {
      this.map.on("click", `${source}-fill`, (event) => {
        if (source === this.shown()) this.toggle(event.features[0]);
      });
    }
  }

  shown() {
    return this.box?.checked && this.data.iris ? "iris" : "communes";
  }

  async offerIris(colours) {
    const row = document.createElement("div");
    row.className = "map-options";
    row.innerHTML = '<div class="option"><input type="checkbox" id="carte-iris"><label for="carte-iris">Montrer les IRIS</label></div>';
    this.island.insertBefore(row, this.canvas);
    this.box = row.querySelector("input");
    this.box.addEventListener("change", () => this.showIris(colours));
    if ("montrerIris" in this.island.dataset) {
      this.box.checked = true;
      await this.showIris(colours);
    }
  }

  async showIris(colours) {
    if (!this.data.iris) {
      const iris = await load(this.urls.iris);
      if (iris.features.length === 0) {
        this.box.checked = false;
        this.name.textContent = "Les contours des IRIS ne sont pas encore importés.";
        return;
      }
      this.data.iris = iris;
      this.add("iris", colours);
    }
    const visibility = this.box.checked ? "visible" : "none";
    for (const part of ["fill", "line", "hover"]) this.map.setLayoutProperty(`iris-${part}`, "visibility", visibility);
    this.map.setLayoutProperty("communes-fill", "visibility", this.box.checked ? "none" : "visible");
    this.colour();
  }

  colour() {
    const members = memberCodes();
    for (const [source, { features }] of Object.entries(this.data)) {
      for (const { id, properties } of features) {
        this.map.setFeatureState({ source, id }, { held: stateOf(properties.code, members) });
      }
    }
  }

  hover(source, feature) {
    if (this.hovered) this.map.setFeatureState(this.hovered, { hover: false });
    this.hovered = feature ? { source, id: feature.id } : null;
    if (this.hovered) this.map.setFeatureState(this.hovered, { hover: true });
    this.map.getCanvas().style.cursor = feature && this.island.dataset.ajouter ? "pointer" : "";
    const { nom, population } = feature?.properties ?? {};
    const people = population == null ? "" : `, ${number.format(Math.round(population))} habitants`;
    this.name.textContent = feature ? `${nom}${people}` : "";
  }

  async toggle(feature) {
    const { code } = feature.properties;
    const held = stateOf(code, memberCodes()) === "whole";
    const url = held ? this.island.dataset.retirer : this.island.dataset.ajouter;
    // What is open beside the map comes back with the answer.
    const state = Object.fromEntries(new FormData(document.querySelector("#etat")));
    await window.htmx.ajax("POST", url, {
      target: "#atelier",
      swap: "outerMorph",
      values: { ...state, unite: code },
    });
  }
}

for (const island of document.querySelectorAll("[data-carte]")) {
  // The drawing and the list say the same: a browser without WebGL loses nothing but movement.
  new Carte(island).start().catch((cause) => console.warn("carte", cause));
}
