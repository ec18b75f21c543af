package io.kvkit.lettuce;

import io.kvkit.store.Key;
import io.lettuce.core.RedisReadOnlyException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call that a server did not carry out to another one: to the server that has the slot, or to the successor of a
 * server that accepts no writes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
final class Detour {

    private static final int MAX_REDIRECTS = 5;

    private final Servers servers;
    private final Call<?, ?> call;
    private boolean asking;
    private boolean succeeded;
    private int redirects;

    Detour(Servers servers, Call<?, ?> call) {
        this.servers = servers;
        this.call = call;
    }

    /** Returns whether the call must be announced, because the server is still taking over the slot. */
    boolean asks() {
        return asking;
    }

    /** Sends the call to the server that the failure points to; returns false if it points to none. */
    boolean take(Throwable failure, Link from, Session over) {
        Redirect redirect = Redirect.of(failure);
        Key key = call.key();
        if (redirect != null && redirects++ < MAX_REDIRECTS) {
            return go(servers.follow(redirect, from), !redirect.lasting());
        }
        if (!(failure instanceof RedisReadOnlyException) || key == null || succeeded) {
            return false;
        }
        succeeded = true;
        servers.doubt(from, over, failure);
        goToSuccessor(from, key, failure);
        return true;
    }

    // A server that accepts no writes has carried out nothing, and may have a successor that the map does not contain
    // yet.
    private void goToSuccessor(Link from, Key key, Throwable failure) {
        servers.successor(from, key).thenAccept(next -> {
            if (!go(next, false)) {
                call.fail(failure);
            }
        });
    }

    private boolean go(@Nullable Link to, boolean asks) {
        if (to == null) {
            return false;
        }
        asking = asks;
        call.again(to);
        return true;
    }
}
