package io.kvkit.lettuce;

import io.kvkit.store.Durability;
import io.kvkit.store.KvException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The faults of a large batch: keys that fail for the same reason share an exception, which names no key. */
final class SharedFaults implements Faults {

    private final Operation batch;
    private final Map<Object, KvException> known = new ConcurrentHashMap<>();

    SharedFaults(Operation batch) {
        this.batch = batch;
    }

    @Override
    public KvException of(Throwable failure) {
        return shared(Errors.sort(failure), () -> batch.of(failure));
    }

    @Override
    public KvException notConnected(@Nullable Throwable failure) {
        return shared("not connected", () -> batch.notConnected(failure));
    }

    @Override
    public KvException notSent(Throwable failure) {
        return shared(List.of("not sent", Errors.sort(failure)), () -> batch.notSent(failure));
    }

    @Override
    public KvException notDurable(Durability durability, @Nullable Throwable refusal) {
        return shared("not durable", () -> batch.notDurable(durability, refusal));
    }

    @Override
    public KvException closed() {
        return shared("closed", batch::closed);
    }

    @Override
    public KvException late(boolean sent) {
        return shared(sent ? "no answer in time" : "not sent in time", () -> batch.late(sent));
    }

    private KvException shared(Object reason, Supplier<KvException> making) {
        return known.computeIfAbsent(reason, first -> making.get());
    }
}
