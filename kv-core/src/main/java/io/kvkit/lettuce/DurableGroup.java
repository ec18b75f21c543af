package io.kvkit.lettuce;

import io.kvkit.store.Durability;
import io.kvkit.store.KvException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes that leave in one write, followed by one wait until they are durable. */
@SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
final class DurableGroup implements Outgoing {

    // By then, the watchdog has given up a connection that does not answer, and with it all commands that the driver
    // still knows of.
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final long beginNanos = System.nanoTime();
    private final List<Call<?, ?>> calls;
    private final Link main;
    private final Durability durability;
    private final Runnable end;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Creates a group.
     *
     * @param main the link to the server for all other calls
     * @param end runs once when the wait is over
     */
    DurableGroup(List<Call<?, ?>> calls, Link main, Durability durability, Runnable end) {
        this.calls = calls;
        this.main = main;
        this.durability = durability;
        this.end = end;
    }

    @Override
    public boolean isDone() {
        return false;
    }

    /** Returns whether the wait is over, or so late that the driver must have lost it. */
    boolean isOver() {
        return ended.get()
                || System.nanoTime() - beginNanos
                        > durability.timeout().plus(MARGIN).toNanos();
    }

    @Override
    public void write(Session session) {
        List<HeldReply<?>> held = sentOver(session);
        if (held.isEmpty()) {
            end();
            return;
        }
        List<RedisCommand<String, byte[], ?>> commands = new ArrayList<>();
        held.forEach(reply -> reply.addTo(commands));
        commands.add(waiting(WordRequest.awaiting(durability), held));
        session.dispatch(commands);
    }

    // The time of calls that were not sent yet may be over.
    private List<HeldReply<?>> sentOver(Session session) {
        List<HeldReply<?>> held = new ArrayList<>();
        for (Call<?, ?> call : calls) {
            if (call.isSentOver(main, session)) {
                held.add(new HeldReply<>(call));
            }
        }
        return held;
    }

    @Override
    public void refuse(Function<Faults, KvException> reason) {
        try {
            calls.forEach(call -> call.refuse(reason));
        } finally {
            end();
        }
    }

    private <T> RedisCommand<String, byte[], T> waiting(Request<T, Boolean> wait, List<HeldReply<?>> held) {
        AsyncCommand<String, byte[], T> command = wait.command();
        // The end comes last, so that changes that follow from these leave together.
        command.whenComplete((reply, failure) -> {
            try {
                held.forEach(verdict(failure == null && Boolean.TRUE.equals(wait.read(reply)), failure));
            } finally {
                end();
            }
        });
        return command;
    }

    private Consumer<HeldReply<?>> verdict(boolean durable, @Nullable Throwable failure) {
        if (durable) {
            return HeldReply::release;
        }
        return failure == null || failure instanceof RedisCommandExecutionException
                ? reply -> reply.refuse(durability, failure)
                : reply -> reply.fail(failure);
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            end.run();
        }
    }
}
