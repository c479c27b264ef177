/** Emoji to react with, and the words that find them. A choice: whatever is typed or pasted into the field can be used as well. */
const table = `
👍 thumbs up yes good like +1|👎 thumbs down no bad -1|❤️ heart love|😂 joy laugh tears lol|🎉 party tada celebrate|😮 wow surprised|😢 sad cry|🙏 thanks please pray|🔥 fire hot|👀 eyes look see
✅ check done yes|❌ cross no wrong|💯 hundred perfect|🚀 rocket ship launch|👏 clap applause bravo|🙌 hooray hands|💪 strong muscle|🤔 think hmm|😄 smile happy|😊 blush happy|🙂 slight smile|😉 wink
😍 love eyes|🥳 party face|😎 cool sunglasses|🤩 star struck|😅 sweat phew|🤣 rofl laugh|😇 angel halo|🙃 upside down|😌 relieved|😴 sleep tired|🥱 yawn|😐 neutral meh|😑 expressionless|🙄 roll eyes|😏 smirk
😬 grimace awkward|😳 flushed|🥺 plead puppy|😭 sob cry|😤 huff|😡 angry mad|🤯 mind blown|😱 scream fear|😨 afraid|🤗 hug|🤝 handshake deal|👋 wave hello bye|✌️ peace victory|🤞 fingers crossed luck
👌 ok perfect|🤙 call me|👈 left|👉 right|👆 up|👇 down|☝️ point one|✋ stop hand|🤷 shrug dunno|🤦 facepalm|🙋 raise hand me|💁 info|🧠 brain smart|👻 ghost|🤖 robot bot|💩 poo|👑 crown king
💔 broken heart|💙 blue heart|💚 green heart|💛 yellow heart|💜 purple heart|🖤 black heart|🧡 orange heart|✨ sparkles new|⭐ star|🌟 glowing star|⚡ lightning fast|💥 boom|💡 idea bulb|📌 pin|📎 clip|🔗 link
📝 note write|📅 date calendar|📈 up chart grow|📉 down chart|📊 chart|📦 package ship|🔒 lock secure|🔑 key|🔧 wrench fix|🔨 hammer build|⚙️ gear settings|🐛 bug|🧪 test|🚧 construction wip|⚠️ warning|🛑 stop
❓ question|❗ exclamation important|➕ plus add|➖ minus|🔁 repeat again|⏳ wait hourglass|⏰ alarm late|🕐 clock time|☕ coffee break|🍵 tea|🍺 beer|🍻 cheers|🥂 toast|🍕 pizza lunch|🍔 burger|🍰 cake|🎂 birthday
🍎 apple|🍌 banana|🥑 avocado|🌮 taco|🍣 sushi|🍪 cookie|🍿 popcorn|🎁 gift present|🏆 trophy win|🥇 gold first|🎯 target goal|🎵 music|🎸 guitar|🎮 game|⚽ football soccer|🏀 basketball|🚴 bike|🏃 run|🧗 climb
🐶 dog|🐱 cat|🦊 fox|🐻 bear|🐼 panda|🐸 frog|🐢 turtle slow|🐙 octopus|🦄 unicorn|🐝 bee|🦋 butterfly|🌈 rainbow|☀️ sun|🌙 moon night|❄️ snow cold|🌊 wave sea|🌱 seedling grow|🌹 rose|🌵 cactus|🍀 clover luck
🏠 home|🏢 office|🌍 world earth|✈️ plane travel|🚗 car|🚲 bicycle|🚂 train|🏖️ beach holiday|💻 laptop|📱 phone|🎧 headphones|📷 camera|💰 money|💸 spend|🇪🇺 europe flag|🏁 finish flag|🏳️ white flag
`;

export interface Emoji {
  readonly emoji: string;
  readonly words: string;
}

export const emojis: readonly Emoji[] = table
  .trim()
  .split(/[|\n]/)
  .map((entry) => {
    const space = entry.indexOf(" ");
    return { emoji: entry.slice(0, space), words: entry.slice(space + 1) };
  });

export const quickEmojis = ["👍", "❤️", "😂", "🎉", "👀", "✅"] as const;

export function findEmojis(text: string): readonly Emoji[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return emojis;
  const isBeginning = ({ words }: Emoji) => words.split(" ").some((word) => word.startsWith(wanted));
  const found = emojis.filter((one) => isBeginning(one) || one.emoji === wanted);
  // One that isn't in the table is taken as it is typed.
  return found.length === 0 && wanted.length <= 32 && /^\p{Extended_Pictographic}|^\p{Regional_Indicator}/u.test(wanted) ? [{ emoji: wanted, words: "as typed" }] : found;
}
