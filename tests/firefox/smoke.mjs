// What two people do first, one of them in Firefox and the other in Chromium: sign in, talk, see each other's status, call each other.
//   node smoke.mjs http://127.0.0.1:5000 /usr/bin/firefox-esr /usr/bin/chromium
import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";

const [server, firefox, chromium] = process.argv.slice(2);
const patience = 120_000;
const faults = [];

const browsers = await Promise.all([
  puppeteer.launch({
    browser: "firefox",
    executablePath: firefox,
    // As Chromium's flags below: a camera and a microphone without a question, and addresses of this machine among the candidates.
    extraPrefsFirefox: {
      "media.navigator.permission.disabled": true,
      "media.navigator.streams.fake": true,
      "media.peerconnection.ice.loopback": true,
      "media.peerconnection.ice.obfuscate_host_addresses": false,
      "media.autoplay.default": 0,
    },
  }),
  puppeteer.launch({
    executablePath: chromium,
    args: [
      "--no-sandbox",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      "--allow-loopback-in-peer-connection",
      "--autoplay-policy=no-user-gesture-required",
      "--disable-features=WebRtcHideLocalIpsWithMdns",
    ],
  }),
]);

/** Somebody who uses the page by what it shows. */
class Person {
  static async signIn(browser, name) {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    page.setDefaultTimeout(patience);
    page.on("pageerror", (error) => faults.push(`${name}: ${error.message}`));
    await page.goto(server);
    const person = new Person(page, name);
    await person.type("sign-in-name", name);
    await person.click("sign-in-submit");
    await page.waitForSelector('[data-testid="app"][data-state="ready"]');
    return person;
  }

  constructor(page, name) {
    this.page = page;
    this.name = name;
  }

  on(testId) {
    return this.page.locator(`[data-testid="${testId}"]`);
  }

  click(testId) {
    return this.on(testId).click();
  }

  async type(testId, text) {
    await this.on(testId).fill(text);
  }

  /** Waits until an element with this test id shows the text. */
  sees(testId, text) {
    return this.page.waitForFunction(
      (id, text) => [...document.querySelectorAll(`[data-testid="${id}"]`)].some((element) => element.textContent.includes(text)),
      {},
      testId,
      text,
    );
  }

  /** Waits until whom the first conversation is with is shown so. */
  seesStatus(status) {
    return this.page.waitForSelector(`[data-testid="room-item"] [data-testid="presence"][data-status="${status}"]`);
  }

  gone(testId) {
    return this.page.waitForFunction((id) => !document.querySelector(`[data-testid="${id}"]`), {}, testId);
  }

  /** Opens the conversation with who is suggested for what was typed. Not before: suggestions that come lie over the button, and the click that was meant for it takes one of them. */
  async opensDirect() {
    await this.page.waitForSelector('[data-testid="person-suggestion"]');
    await this.page.keyboard.press("Enter");
    await this.page.waitForSelector(".chip");
    await this.click("new-direct-submit");
    await this.gone("new-conversation-user");
  }

  async say(text) {
    await this.type("composer-input", text);
    await this.page.keyboard.press("Enter");
  }

  /** Waits until another's picture moves. */
  seesVideo() {
    return this.page.waitForFunction(() => {
      const video = [...document.querySelectorAll('[data-testid="remote-video"], .tile:not(.local) video')].find((one) => one.videoWidth > 0 && !one.paused);
      if (!video) return false;
      const before = window.firstTime ?? (window.firstTime = video.currentTime);
      return video.currentTime > before;
    });
  }
}

async function step(what, run) {
  console.log(`… ${what}`);
  await run();
}

async function call(caller, callee, media) {
  await caller.click(`start-${media}-call`);
  await callee.sees("incoming-caller", caller.name);
  await callee.click(`accept-${media}`);
  await caller.page.waitForSelector('[data-testid="call-duration"]');
  await callee.page.waitForSelector('[data-testid="call-duration"]');
}

try {
  const run = Math.random().toString(36).slice(2, 7);
  const [alice, bob] = await Promise.all([Person.signIn(browsers[0], `Alice ${run}`), Person.signIn(browsers[1], `Bob ${run}`)]);
  await step("a message each way", async () => {
    await alice.click("new-conversation");
    await alice.type("new-conversation-user", `bob-${run}`);
    await alice.opensDirect();
    await alice.say("from Firefox");
    await bob.click("room-item");
    await bob.sees("message-text", "from Firefox");
    await bob.say("from Chromium");
    await alice.sees("message-text", "from Chromium");
  });
  await step("status", async () => {
    for (const [one, other] of [[alice, bob], [bob, alice]]) {
      await one.seesStatus("online");
      await other.click("user-status");
      await other.click("status-busy");
      await one.seesStatus("busy");
      await other.click("user-status");
      await other.click("status-online");
      await one.seesStatus("online");
    }
  });
  await step("a video call from Firefox, and what is behind one blurred where that can be", async () => {
    await call(alice, bob, "video");
    await Promise.all([alice.seesVideo(), bob.seesVideo()]);
    await alice.click("call-more");
    await alice.click("call-devices");
    await alice.page.waitForSelector('[data-testid="blur-switch"]');
    // Without a graphics driver Firefox has no WebGL, and the page says so.
    if (await alice.page.$eval('[data-testid="blur-switch"]', (one) => one.disabled)) {
      await alice.sees("call-device-panel", "This browser can’t blur the background.");
    } else {
      await alice.click("blur-switch");
      await alice.page.waitForSelector('[data-testid="blur-switch"][data-state="on"]');
      await bob.page.evaluate(() => delete window.firstTime);
      await bob.seesVideo();
    }
    await alice.page.keyboard.press("Escape");
    await bob.click("hang-up");
    await Promise.all([alice.gone("call"), bob.gone("call")]);
  });
  await step("an audio call from Chromium", async () => {
    await call(bob, alice, "audio");
    await alice.click("hang-up");
    await Promise.all([alice.gone("call"), bob.gone("call")]);
  });
  await step("a reload keeps the conversation", async () => {
    await alice.page.reload();
    await alice.sees("message-text", "from Chromium");
    assert.equal(await alice.page.$$eval('[data-testid="message-text"]', (all) => all.filter((one) => one.textContent === "from Firefox").length), 1);
  });
  assert.deepEqual(faults, []);
  console.log("good");
} finally {
  await Promise.all(browsers.map((browser) => browser.close()));
}
