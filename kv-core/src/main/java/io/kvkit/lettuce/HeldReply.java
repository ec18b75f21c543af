package io.kvkit.lettuce;

import io.kvkit.store.Durability;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call whose good reply is held back until the change is durable. An error is told at once. */
final class HeldReply<T extends @Nullable Object> implements SelfEncoded<T> {

    private final Call<T, ?> call;
    private volatile boolean held;

    HeldReply(Call<T, ?> call) {
        this.call = call;
    }

    /** Adds the commands of the call. */
    void addTo(List<RedisCommand<String, byte[], ?>> commands) {
        if (call.asks()) {
            commands.add(WordRequest.ASKING.command());
        }
        commands.add(this);
    }

    /** Called when the change is durable. */
    void release() {
        if (held) {
            call.complete();
        }
    }

    /** Called when the change is not durable in time, or when the server has refused the wait. */
    void refuse(Durability durability, @Nullable Throwable refusal) {
        if (held) {
            call.refuse(faults -> faults.notDurable(durability, refusal));
        }
    }

    /** Called when the wait got no answer. */
    void fail(Throwable failure) {
        if (held) {
            call.completeExceptionally(failure);
        }
    }

    @Override
    public void complete() {
        if (call.getOutput().hasError()) {
            call.complete();
        } else {
            held = true;
        }
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return call.completeExceptionally(failure);
    }

    @Override
    public void cancel() {
        call.cancel();
    }

    @Override
    public boolean isCancelled() {
        return call.isCancelled();
    }

    @Override
    public boolean isDone() {
        return call.isDone();
    }

    @Override
    public CommandOutput<String, byte[], T> getOutput() {
        return call.getOutput();
    }

    @Override
    public void setOutput(CommandOutput<String, byte[], T> output) {
        call.setOutput(output);
    }

    @Override
    public ProtocolKeyword getType() {
        return call.getType();
    }

    @Override
    public void encode(ByteBuf out) {
        call.encode(out);
    }
}
