package io.kvkit.lettuce;

import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.StoreCall;
import io.lettuce.core.internal.ExceptionFactory;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.netty.buffer.ByteBuf;
import io.netty.util.Timeout;
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
 * server accepts no writes and has a successor, it does not know the script, or only the script can answer.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class Call<T extends @Nullable Object, R extends @Nullable Object> extends StoreCall<R>
        implements SelfEncoded<T>, TimerTask, Outgoing {

    // NEVER: the time was over before the driver had the call. It is reported as not sent, so it must not be sent.
    private enum Sending {
        NOT_YET,
        SENT,
        NEVER
    }

    @SuppressWarnings("rawtypes") // an updater needs raw types
    private static final AtomicReferenceFieldUpdater<Call, Sending> SENDING =
            AtomicReferenceFieldUpdater.newUpdater(Call.class, Sending.class, "sending");

    private final Servers servers;
    private final @Nullable Faults whole;
    private Request<T, R> request;
    private CommandOutput<String, byte[], T> output;

    @SuppressWarnings("UnusedVariable") // used by the updater
    private volatile Sending sending = Sending.NOT_YET;

    private @Nullable Timeout deadline;
    private @Nullable Link link;
    private @Nullable Session session;
    private @Nullable Detour detour;

    /**
     * Creates a call.
     *
     * @param whole creates the failures if the call is part of another operation; else null
     */
    Call(Servers servers, Request<T, R> request, @Nullable Faults whole) {
        this.servers = servers;
        this.whole = whole;
        this.request = request;
        this.output = request.output();
    }

    /** Ends the call without an answer after a time. The timer stops with the store, which then refuses the call. */
    Call<T, R> within(Duration time) {
        try {
            deadline = servers.timer().newTimeout(this, time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (IllegalStateException stopped) {
            if (!servers.isClosed()) {
                throw stopped;
            }
        }
        return this;
    }

    /** Sends the call over a link; null if there is none. */
    void go(@Nullable Link to) {
        if (to == null) {
            refuse(none -> servers.isClosed() ? none.closed() : none.notConnected(servers.failure()));
        } else {
            link = to;
            to.send(this, request.durability());
        }
    }

    @Override
    public void write(Session over) {
        boolean sent = isSentOver(link, over);
        if (sent && asks()) {
            over.dispatch(List.of(WordRequest.ASKING.command(), this));
        } else if (sent) {
            over.dispatch(this);
        }
    }

    /** Returns whether the call must be announced, because the server is still taking over the slot. */
    boolean asks() {
        return detour != null && detour.asks();
    }

    /** Records where the call is sent now; returns false if the time is over and it must not be sent. */
    boolean isSentOver(@Nullable Link to, Session over) {
        link = to;
        session = over;
        boolean sent = SENDING.compareAndSet(this, Sending.NOT_YET, Sending.SENT);
        request = sent ? request.over(over) : request;
        return sent;
    }

    private Faults faults() {
        return whole == null ? request.operation() : whole;
    }

    @Override
    public void refuse(Function<Faults, KvException> reason) {
        completeExceptionally(reason.apply(faults()));
    }

    /** Ends the call with a failure of the driver or the server. */
    void fail(Throwable failure) {
        refuse(faults -> faults.of(failure));
    }

    /** Called when the time is over. A command that was not written yet is no longer written. */
    @Override
    public void run(Timeout timeout) {
        expire();
    }

    void expire() {
        boolean never = SENDING.compareAndSet(this, Sending.NOT_YET, Sending.NEVER);
        completeExceptionally(faults().late(!never));
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

    @SuppressWarnings("NullAway") // null is the result of some requests
    private void answer() {
        R result;
        try {
            result = request.read(output.get());
        } catch (Throwable e) {
            super.completeExceptionally(e);
            return;
        }
        if (result != null || !goesOn(null, link)) {
            complete(result);
        }
    }

    private void refused(Throwable failure) {
        Link from = link;
        Session over = session;
        if (from == null || over == null) {
            fail(failure);
        } else if (!isDone() && !sendAgain(failure, from, over)) {
            servers.doubt(from, over, failure);
            fail(failure);
        }
    }

    private boolean sendAgain(Throwable failure, Link from, Session over) {
        if (detour == null) {
            detour = new Detour(servers, this);
        }
        return goesOn(failure, from) || detour.take(failure, from, over);
    }

    private boolean goesOn(@Nullable Throwable refusal, @Nullable Link to) {
        Request<T, R> next = request.next(refusal);
        if (next == null || to == null) {
            return false;
        }
        request = next;
        again(to);
        return true;
    }

    /** Sends the call again, because it was not carried out. */
    void again(Link to) {
        output = request.output();
        SENDING.compareAndSet(this, Sending.SENT, Sending.NOT_YET);
        go(to);
    }

    /** Returns the key, which determines the server; null if there is none. */
    @Nullable
    Key key() {
        return request.key();
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
}
