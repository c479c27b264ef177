using Microsoft.Extensions.Options;

namespace AkkaRealtime.Server.Observability;

/// <summary>Section <c>AkkaRealtime:Telemetry</c>.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>Where traces, metrics and logs go beside <c>/metrics</c> and the console.</summary>
    public OtlpOptions Otlp { get; set; } = new();
}

/// <summary>A collector of OpenTelemetry's protocol (OTLP).</summary>
internal sealed class OtlpOptions
{
    /// <summary>Its address, <c>http://collector:4318</c>. Default empty: nothing is sent.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary><c>http/protobuf</c>, the default, or <c>grpc</c>.</summary>
    public string Protocol { get; set; } = HttpProtobuf;

    /// <summary>Headers of each request, <c>authorization=Bearer abc,x-tenant=chat</c>. Default none.</summary>
    public string Headers { get; set; } = "";

    /// <summary>Which part of requests is traced, 0 to 1; a client's trace context is no reason to trace more of them. Default 0.01.</summary>
    public double TraceRatio { get; set; } = 0.01;

    /// <summary>Whether metrics are sent. Default true.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>Whether logs are sent. Default true.</summary>
    public bool Logs { get; set; } = true;

    internal const string HttpProtobuf = "http/protobuf";
    internal const string Grpc = "grpc";

    /// <summary>Whether anything is sent at all.</summary>
    internal bool IsOn => !string.IsNullOrEmpty(Endpoint);
}

/// <summary>Stops the start where an option is wrong, with a sentence that says what to change.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        var faults = Faults(options.Otlp).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(OtlpOptions o)
    {
        if (o.IsOn && !(Uri.TryCreate(o.Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return $"AkkaRealtime:Telemetry:Otlp:Endpoint is '{o.Endpoint}'. Set the address of an OpenTelemetry collector, such as http://collector:4318, or leave it empty.";
        if (o.Protocol is not (OtlpOptions.HttpProtobuf or OtlpOptions.Grpc))
            yield return $"AkkaRealtime:Telemetry:Otlp:Protocol is '{o.Protocol}'. Set http/protobuf (port 4318 as a rule) or grpc (4317).";
        if (o.Headers.Split(',', StringSplitOptions.RemoveEmptyEntries).Any(header => header.IndexOf('=', StringComparison.Ordinal) <= 0))
            yield return "AkkaRealtime:Telemetry:Otlp:Headers is not understood. Write name=value, several with commas between them.";
        if (o.TraceRatio is not (>= 0 and <= 1))
            yield return $"AkkaRealtime:Telemetry:Otlp:TraceRatio is {o.TraceRatio}. Set a part of all requests from 0 to 1, such as 0.01.";
    }
}
