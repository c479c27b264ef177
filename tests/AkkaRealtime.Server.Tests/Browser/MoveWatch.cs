namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Looks at a page while its call moves to the media server: at every picture as often as the browser draws, and at what the links between browsers leave behind as they end.</summary>
public static class MoveWatch
{
    private const string Begin = """
        () => {
          const tiles = () => [...document.querySelectorAll("[data-testid=remote-tile]")];
          const hasPicture = (tile) => {
            const [video, last] = [tile?.querySelector("video"), tile?.querySelector("canvas")];
            return (last?.hidden === false && last.width > 0) || (video?.readyState >= 2 && video.videoWidth > 0);
          };
          const watch = (window.move = { people: tiles().map((tile) => tile.dataset.participant), without: new Set(), ended: [] });
          const look = () => {
            for (const one of watch.people) {
              if (!hasPicture(tiles().find((tile) => tile.dataset.participant === one))) watch.without.add(one);
            }
            requestAnimationFrame(look);
          };
          look();
          const decodedBy = async (pc) => [...(await pc.getStats()).values()].filter((one) => one.type === "inbound-rtp" && one.framesDecoded > 0).map((one) => one.trackIdentifier);
          for (const pc of window.witness.peers) {
            const mine = pc.getReceivers().map(({ track }) => track.id);
            const tile = tiles().find((one) => one.querySelector("video").srcObject.getVideoTracks().some(({ id }) => mine.includes(id)));
            const close = pc.close.bind(pc);
            pc.close = () => {
              const others = window.witness.peers.filter((other) => other !== pc && other.connectionState === "connected");
              watch.ended.push(Promise.all(others.map(decodedBy)).then((tracks) => ({ participant: tile?.dataset.participant, decoded: tracks.flat() })));
              close();
            };
          }
        }
        """;

    private const string Judge = """
        async () => {
          const { people, without, ended } = window.move;
          const links = await Promise.all(ended);
          const shown = (one) => document.querySelector(`[data-participant="${one}"] video`).srcObject.getVideoTracks()[0]?.id;
          return [
            ...[...without].map((one) => `the picture of ${one} went away`),
            ...people.filter((one) => !links.some(({ participant }) => participant === one)).map((one) => `the link to ${one} did not end`),
            ...links.filter(({ participant, decoded }) => !decoded.includes(shown(participant))).map(({ participant }) => `the link to ${participant} ended before there was another`),
          ];
        }
        """;

    /// <summary>From now on; everybody is seen.</summary>
    public static Task BeginAsync(Person person) => person.Page.EvaluateAsync(Begin);

    /// <summary>What was wrong since then: nothing, where nobody's picture went away, and each link ended after a frame had come by the media server.</summary>
    public static Task<string[]> JudgeAsync(Person person) => person.Page.EvaluateAsync<string[]>(Judge);
}
