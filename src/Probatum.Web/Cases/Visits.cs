using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;

namespace Probatum.Web.Cases;

/// <summary>Finds whose visit it is: in a request from its cookie or token, in a circuit from whoever opened it.</summary>
public sealed class Visits(Workroom room, AuthenticationStateProvider whoever, IHttpContextAccessor request)
{
    /// <summary>The visit of a request; null where nobody is signed in.</summary>
    public static Visit? Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(typeof(Visit), out var visit) ? visit as Visit : null;
    }

    /// <summary>The visit of a screen.</summary>
    /// <exception cref="AccessEndedException">The session ended.</exception>
    public async Task<Visit> Now()
    {
        if (request.HttpContext is { } context && Of(context) is { } known)
        {
            return known;
        }

        var state = await whoever.GetAuthenticationStateAsync().ConfigureAwait(false);
        return state.User.FindFirst(Visit.SessionClaim)?.Value is { } id && room.Sessions.Named(id) is { } session ? new(room, session, session.From) : throw new AccessEndedException();
    }
}
