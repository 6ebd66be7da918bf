namespace IntegrationHost.Engine.Inbox;

/// <summary>The lane has gone to another host meanwhile, or was taken anew by this one.</summary>
public sealed class StaleLeaseException(int lane) : Exception(
    $"lane {lane} is no longer held by this host; what it did last was not stored");
