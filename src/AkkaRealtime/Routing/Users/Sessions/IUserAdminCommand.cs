namespace AkkaRealtime.Routing.Users.Sessions;

/// <summary>What an administrator asks of a user's entity.</summary>
internal interface IUserAdminCommand : IUserCommand;
