using System.Text.Json;
using AkkaRealtime.Client;
using AkkaRealtime.Client.Driver;

// The driver of the .NET client for the conformance kit (docs/conformance.md): a line of JSON in for each thing to do, a line out for each thing that is reported.
RealtimeClient? client = null;
while (await Console.In.ReadLineAsync() is { } line)
{
    var command = JsonSerializer.Deserialize(line, DriverJson.Default.Command)!;
    switch (command.Do)
    {
        case "start":
            client = RealtimeClient.Create(new RealtimeClientOptions
            {
                Server = new Uri(command.Server!),
                Token = _ => ValueTask.FromResult(command.Token!),
                Positions = command.Positions ?? [],
                FirstDelay = TimeSpan.FromMilliseconds(20),
            });
            client.StateChanged += state => Reports.Write(new Report { State = state.ToString().ToLowerInvariant() });
            client.Chat.EventReceived += e => Reports.Write(new Report { Event = new ReportedEvent(e.Type, e.Room, e.Seq, e.Text) });
            client.Chat.Truncated += room => Reports.Write(new Report { Truncated = room });
            client.Status.Changed += status => Reports.Write(new Report { Status = new ReportedStatus(status.User, status.Status) });
            _ = client.StartAsync();
            break;
        case "echo":
            Reports.Write(new Report { Echo = command.Id });
            break;
        default:
            _ = Actions.CarryOutAsync(client!, command);
            break;
    }
}
