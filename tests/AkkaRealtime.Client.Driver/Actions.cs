using System.Text.Json;

namespace AkkaRealtime.Client.Driver;

/// <summary>Carries out what the kit wants done, and reports what became of it.</summary>
internal static class Actions
{
    /// <summary>Carries it out.</summary>
    public static async Task CarryOutAsync(RealtimeClient client, Command command)
    {
        try
        {
            switch (command.Do)
            {
                case "send":
                    var sent = await client.Chat.SendAsync(command.Room!, command.Text!, command.Key);
                    Reports.Write(new Report { Sent = new ReportedSent(command.Id!, sent.Seq) });
                    break;
                case "request":
                    var reply = await client.RequestAsync(command.Type!, command.Data!.Value, DriverJson.Default.JsonElement, DriverJson.Default.JsonElement);
                    Reports.Write(new Report { Reply = new ReportedReply(command.Id!, reply) });
                    break;
                case "subscribe":
                    foreach (var status in await client.Status.SubscribeAsync(command.Users!))
                        Reports.Write(new Report { Status = new ReportedStatus(status.User, status.Status) });
                    break;
                default:
                    throw new JsonException($"There is nothing called {command.Do}.");
            }
        }
        catch (RealtimeRequestException e)
        {
            Reports.Write(new Report { Failed = new ReportedFailure(command.Id ?? "", e.Code) });
        }
        catch (RealtimeConnectionException)
        {
            Reports.Write(new Report { Failed = new ReportedFailure(command.Id ?? "", "closed") });
        }
    }
}

/// <summary>Writes what the client reports, one line each.</summary>
internal static class Reports
{
    private static readonly Lock Gate = new();

    /// <summary>Writes one.</summary>
    public static void Write(Report report)
    {
        lock (Gate)
            Console.Out.WriteLine(JsonSerializer.Serialize(report, DriverJson.Default.Report));
    }
}
