package io.kvkit.lettuce;

import io.kvkit.store.Key;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to the server that answers it.
 *
 * <p>It is sent again only when the answer proves that it was not carried out: another server has the slot, the server
 * takes no writes and has a successor, or it does not know the script.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class Errand<T extends @Nullable Object, R extends @Nullable Object> {

    private static final int MAX_REDIRECTS = 5;

    private final Servers servers;
    private final Call<R> call;
    private final @Nullable Key key;
    private final Function<T, ? extends R> reading;
    private Request<T> request;
    private @Nullable Supplier<Request<T>> withText;
    private int redirects;
    private boolean succeeded;

    /** An errand about a key, or to one server whatever it says if the key is null. */
    Errand(Servers servers, Call<R> call, @Nullable Key key, Request<T> request, Function<T, ? extends R> reading) {
        this.servers = servers;
        this.call = call;
        this.key = key;
        this.request = request;
        this.reading = reading;
    }

    /** What to ask when the server does not know the script. */
    Errand<T, R> orWithText(Supplier<Request<T>> eval) {
        withText = eval;
        return this;
    }

    Call<R> call() {
        return call;
    }

    /** Sends the request over a link; null if there is none. */
    void go(@Nullable Link link) {
        go(link, false);
    }

    /** The command for a session, whose answer ends the call or leads further; null if its time is over. */
    @Nullable
    RedisCommand<String, byte[], T> command(Link link, Session session, boolean asking) {
        AsyncCommand<String, byte[], T> command = request.command();
        if (!call.sending(command)) {
            return null;
        }
        command.whenComplete((value, failure) -> {
            if (failure == null) {
                call.answer(value, reading);
            } else {
                refused(failure, link, session, asking);
            }
        });
        return command;
    }

    private void go(@Nullable Link link, boolean asking) {
        if (link == null) {
            call.completeExceptionally(
                    servers.isClosed() ? call.faults().closed() : call.faults().notConnected(servers.failure()));
            return;
        }
        link.send(call, session -> {
            RedisCommand<String, byte[], T> command = command(link, session, asking);
            if (command == null) {
                return;
            }
            if (asking) {
                session.dispatch(List.of(Request.ASKING.command(), command));
            } else {
                session.dispatch(command);
            }
        });
    }

    private void refused(Throwable failure, Link link, Session session, boolean asking) {
        Supplier<Request<T>> text = withText;
        Redirect redirect = Redirect.of(failure);
        if (call.isDone()) {
            return;
        }
        if (failure instanceof RedisNoScriptException && text != null) {
            request = text.get();
            withText = null;
            call.notSent();
            go(link, asking);
        } else if (redirect != null && redirects++ < MAX_REDIRECTS) {
            redirected(failure, redirect, link);
        } else if (failure instanceof RedisReadOnlyException && key != null && !succeeded) {
            succeeded = true;
            demoted(failure, link, session, key);
        } else {
            servers.doubt(link, session, failure);
            call.fail(failure);
        }
    }

    private void redirected(Throwable failure, Redirect redirect, Link link) {
        Link next = servers.follow(redirect, link);
        if (next == null) {
            call.fail(failure);
        } else {
            call.notSent();
            go(next, !redirect.lasting());
        }
    }

    // Whoever takes no writes has carried out nothing, and may have a successor that the map does not show yet.
    private void demoted(Throwable failure, Link link, Session session, Key about) {
        servers.doubt(link, session, failure);
        servers.successor(link, about).thenAccept(next -> {
            if (next == null) {
                call.fail(failure);
            } else {
                call.notSent();
                go(next, false);
            }
        });
    }
}
