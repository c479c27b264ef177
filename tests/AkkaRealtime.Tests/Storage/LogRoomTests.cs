using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

public sealed class LogRoomTests
{
    [Fact]
    public void WhatARoomIs_IsNotForDomainsToSet() =>
        Assert.DoesNotContain(typeof(LogRoom).GetProperties(), p => p.SetMethod is { IsPublic: true });
}
