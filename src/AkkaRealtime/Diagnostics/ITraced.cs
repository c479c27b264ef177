namespace AkkaRealtime.Diagnostics;

/// <summary>A command to an owner that says what it is a part of.</summary>
internal interface ITraced
{
    /// <summary>The span, as <c>traceparent</c>; null where it isn't traced.</summary>
    string? Trace { get; }
}
