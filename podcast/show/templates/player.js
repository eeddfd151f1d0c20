// What a page can do beyond showing and playing: the spoken sentence is marked, a click on a sentence plays it, the
// speed is remembered, the page can be shared. Without this script the page still has its text, player and links.
"use strict";
(() => {
  const SPEED = "podcast-speed";
  const audio = document.querySelector("audio");
  const status = document.querySelector("[role=status]");
  const tell = (text) => { if (status) status.textContent = text; };
  const show = (element) => { if (element) element.hidden = false; };
  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);

  // Clipboards are closed to pages that came over plain http, so there is an older way, and at last the text itself.
  const copyByHand = (text) => {
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };
  const copy = async (text) => {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = copyByHand(text);
    }
    tell(done ? "ঠিকানা কপি হয়েছে" : text);
  };

  for (const element of document.querySelectorAll("[data-address]")) {
    if (!/^https?:/.test(element.textContent)) element.textContent = new URL(element.dataset.address, location.href).href;
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    const shown = document.querySelector("[data-address]");
    button.addEventListener("click", () => copy(shown ? shown.textContent : new URL(button.dataset.copy, location.href).href));
    show(button);
  }
  for (const button of document.querySelectorAll("[data-share]")) {
    button.addEventListener("click", async () => {
      const url = location.href.split("#")[0];
      if (navigator.share) {
        try {
          await navigator.share({ title: document.title, url });
          return;
        } catch (error) {
          if (error.name === "AbortError") return;
        }
      }
      await copy(url);
    });
    show(button);
  }
  if (!audio) return;

  const play = () => audio.play().catch(() => {}); // a browser may ask for a press of its own button first
  const seek = (seconds) => {
    audio.currentTime = seconds;
    play();
  };

  const sentences = [...document.querySelectorAll("[data-start]")].map((element) => ({
    element, start: Number(element.dataset.start), end: Number(element.dataset.end),
  }));
  const chapters = [...document.querySelectorAll(".chapters a")].map((element) => ({
    element, start: Number(element.hash.slice("#t=".length)), end: Infinity,
  }));
  const lastStarted = (places, now) => {
    let index = places.length - 1;
    while (index >= 0 && places[index].start > now) index -= 1;
    return index;
  };
  const mark = (places, now) => {
    const found = places[lastStarted(places, now)];
    const current = found && now < found.end ? found.element : null;
    const before = places.find((place) => place.element.hasAttribute("aria-current"))?.element ?? null;
    if (before === current) return null;
    const wasSeen = before !== null && isSeen(before);
    before?.removeAttribute("aria-current");
    current?.setAttribute("aria-current", "true");
    return wasSeen ? current : null;
  };
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const top = document.querySelector(".player").getBoundingClientRect().bottom;
    return box.bottom > Math.max(0, top) && box.top < innerHeight;
  };
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
  const follow = () => {
    const now = audio.currentTime + 0.02; // a seek may land a few milliseconds before the place it was given
    mark(chapters, now);
    const next = mark(sentences, now);
    // The page moves along only for one who is reading along: whoever has scrolled away is left there.
    if (next && !audio.paused && !isWholeInView(next)) {
      next.scrollIntoView({ block: "center", behavior: isCalm.matches ? "auto" : "smooth" });
    }
  };
  const isWholeInView = (element) => {
    const box = element.getBoundingClientRect();
    const top = document.querySelector(".player").getBoundingClientRect().bottom;
    return box.top >= Math.max(0, top) && box.bottom <= innerHeight;
  };
  for (const event of ["timeupdate", "seeking", "seeked", "play"]) audio.addEventListener(event, follow);

  for (const { element, start } of sentences) {
    element.addEventListener("click", (event) => {
      if (isPlain(event) && getSelection().isCollapsed) seek(start);
    });
  }
  for (const { element, start } of chapters) {
    element.addEventListener("click", (event) => {
      if (!isPlain(event)) return;
      event.preventDefault();
      seek(start);
    });
  }
  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      const here = lastStarted(sentences, audio.currentTime + 0.02);
      const place = sentences[Math.max(0, here + Number(button.dataset.step))];
      if (place) seek(place.start);
    });
    if (sentences.length) show(button);
  }
  if (sentences.length) document.documentElement.classList.add("can-seek");

  const speeds = document.querySelector("[data-speed]");
  const remembered = () => {
    try {
      return localStorage.getItem(SPEED);
    } catch {
      return null; // a browser that keeps nothing for this page
    }
  };
  const remember = (speed) => {
    try {
      localStorage.setItem(SPEED, speed);
    } catch {
      // nothing to be done: the speed holds until the page is left
    }
  };
  const setSpeed = (speed) => {
    audio.defaultPlaybackRate = audio.playbackRate = Number(speed);
  };
  if (speeds) {
    speeds.addEventListener("change", () => {
      setSpeed(speeds.value);
      remember(speeds.value);
    });
    audio.addEventListener("ratechange", () => {
      const named = [...speeds.options].find((option) => Number(option.value) === audio.playbackRate);
      if (named) {
        speeds.value = named.value;
        remember(named.value);
      }
    });
    const known = [...speeds.options].find((option) => option.value === remembered());
    if (known) {
      speeds.value = known.value;
      setSpeed(known.value);
    }
    show(speeds.closest("label"));
  }

  if ("mediaSession" in navigator && "MediaMetadata" in window) {
    const cover = new URL("../cover.jpg", location.href);
    navigator.mediaSession.metadata = new MediaMetadata({
      title: audio.title,
      album: document.querySelector(".home")?.textContent ?? "",
      artwork: cover.protocol === "file:" ? [] : [{ src: cover.href }], // browsers take no picture from a file here
    });
  }

  const place = /^#t=([0-9]+(?:\.[0-9]+)?)$/.exec(location.hash);
  if (place) audio.currentTime = Number(place[1]);
})();
