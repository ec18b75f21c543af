package io.kvkit.lettuce;

import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.StoreCall;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.internal.ExceptionFactory;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call of one server, from the request to the result: the future that callers wait for, the command that the driver
 * writes, the reader of its reply and the task of its deadline are one object.
 *
 * <p>The call is sent again only if the answer proves that it was not carried out: another server has the slot, the
 * server accepts no writes and has a successor, or it does not know the script.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class Call<T extends @Nullable Object, R extends @Nullable Object> extends StoreCall<R>
        implements RedisCommand<String, byte[], T>, TimerTask, Outgoing {

    private enum Sending {
        /** The driver does not have it yet: nothing was carried out. */
        NOT_YET,
        SENT,
        /** The time was over before it was sent. */
        NEVER
    }

    private static final int MAX_REDIRECTS = 5;

    @SuppressWarnings("rawtypes") // an updater needs raw types
    private static final AtomicReferenceFieldUpdater<Call, Sending> SENDING =
            AtomicReferenceFieldUpdater.newUpdater(Call.class, Sending.class, "sending");

    private final Servers servers;
    private final Faults faults;
    private final @Nullable Key key;
    private final Function<T, ? extends R> reading;
    private Request<T> request;
    private CommandOutput<String, byte[], T> output;

    @SuppressWarnings("UnusedVariable") // used by the updater
    private volatile Sending sending = Sending.NOT_YET;

    private @Nullable Timeout deadline;
    private @Nullable Link link;
    private @Nullable Session session;
    private boolean asking;
    private boolean succeeded;
    private int redirects;

    /** Creates a call about a key, or to one fixed server if the key is null. */
    Call(Servers servers, Faults faults, @Nullable Key key, Request<T> request, Function<T, ? extends R> reading) {
        this.servers = servers;
        this.faults = faults;
        this.key = key;
        this.reading = reading;
        this.request = request;
        this.output = request.output().get();
    }

    /** Ends the call without an answer after a time. */
    void endAfter(Duration time, Timer timer) {
        deadline = timer.newTimeout(this, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    Faults faults() {
        return faults;
    }

    /** Sends the call over a link; null if there is none. */
    void go(@Nullable Link to) {
        if (to == null) {
            refuse(none -> servers.isClosed() ? none.closed() : none.notConnected(servers.failure()));
        } else {
            link = to;
            to.send(this);
        }
    }

    @Override
    public void write(Session over) {
        if (!isSentOver(link, over)) {
            return;
        }
        if (asking) {
            over.dispatch(List.of(Request.ASKING.command(), this));
        } else {
            over.dispatch(this);
        }
    }

    /** Records where the call is sent now; returns false if the time is over and it must not be sent. */
    boolean isSentOver(@Nullable Link to, Session over) {
        link = to;
        session = over;
        return SENDING.compareAndSet(this, Sending.NOT_YET, Sending.SENT);
    }

    @Override
    public void refuse(Function<Faults, KvException> reason) {
        completeExceptionally(reason.apply(faults));
    }

    @Override
    public void fail(Throwable failure) {
        super.completeExceptionally(faults.of(failure));
    }

    /** Called when the time is over. A command that was not written yet is no longer written. */
    @Override
    public void run(Timeout timeout) {
        expire();
    }

    // A call that is reported as not sent must not be sent afterwards.
    void expire() {
        boolean never = SENDING.compareAndSet(this, Sending.NOT_YET, Sending.NEVER);
        completeExceptionally(faults.late(!never));
    }

    @Override
    protected void ending() {
        Timeout end = deadline;
        if (end != null) {
            end.cancel();
        }
    }

    /** Called when the driver has read the reply. */
    @Override
    public void complete() {
        if (isDone()) {
            return;
        }
        if (output.hasError()) {
            refused(ExceptionFactory.createExecutionException(output.getError()));
        } else {
            answer();
        }
    }

    // The driver reports its failures this way, too; ours are translated already.
    @Override
    public boolean completeExceptionally(Throwable failure) {
        if (failure instanceof KvException) {
            return super.completeExceptionally(failure);
        }
        boolean open = !isDone();
        refused(failure);
        return open;
    }

    /** Called when the driver has given up the connection. */
    @Override
    public void cancel() {
        refused(new CancellationException());
    }

    private void answer() {
        R result;
        try {
            result = reading.apply(output.get());
        } catch (Throwable e) {
            super.completeExceptionally(e);
            return;
        }
        complete(result);
    }

    private void refused(Throwable failure) {
        Link from = link;
        Session over = session;
        if (isDone()) {
            return;
        }
        if (from == null || over == null) {
            fail(failure);
            return;
        }
        Redirect redirect = Redirect.of(failure);
        if (failure instanceof RedisNoScriptException && request.isByDigest()) {
            again(request.withText(), from, asking);
        } else if (redirect != null && redirects++ < MAX_REDIRECTS) {
            redirected(failure, redirect, from);
        } else if (failure instanceof RedisReadOnlyException && key != null && !succeeded) {
            succeeded = true;
            demoted(failure, from, over, key);
        } else {
            servers.doubt(from, over, failure);
            fail(failure);
        }
    }

    private void redirected(Throwable failure, Redirect redirect, Link from) {
        Link next = servers.follow(redirect, from);
        if (next == null) {
            fail(failure);
        } else {
            again(request, next, !redirect.lasting());
        }
    }

    // A server that accepts no writes has carried out nothing, and may have a successor that the map does not contain
    // yet.
    private void demoted(Throwable failure, Link from, Session over, Key about) {
        servers.doubt(from, over, failure);
        servers.successor(from, about).thenAccept(next -> {
            if (next == null) {
                fail(failure);
            } else {
                again(request, next, false);
            }
        });
    }

    private void again(Request<T> what, Link to, boolean asks) {
        request = what;
        output = what.output().get();
        asking = asks;
        SENDING.compareAndSet(this, Sending.SENT, Sending.NOT_YET);
        go(to);
    }

    @Override
    public CommandOutput<String, byte[], T> getOutput() {
        return output;
    }

    @Override
    public void setOutput(CommandOutput<String, byte[], T> other) {
        output = other;
    }

    @Override
    public ProtocolKeyword getType() {
        return request.type();
    }

    @Override
    public void encode(ByteBuf out) {
        request.encode(out);
    }

    // The driver needs no arguments, because the command encodes itself. Listeners of an application see only the type.
    @Override
    @SuppressWarnings("NullAway") // the driver allows null
    public CommandArgs<String, byte[]> getArgs() {
        return null;
    }
}
