package io.kvkit.permit;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step on the permits of a key; the counterpart of {@code permits.lua}, with the same operations in the same order. */
record PermitTransition(Op op, long owner, int most, double lease) implements Transition<PermitReply> {

    enum Op {
        ACQUIRE(0),
        RENEW(1),
        RELEASE(2),
        PEEK(3);

        private final byte code;

        Op(int code) {
            this.code = (byte) code;
        }
    }

    private static final Script SCRIPT = Script.load(PermitTransition.class, "permits.lua");

    // Longer than any lease: a permit that ends later was given by another clock.
    private static final double LONGEST = 7_200_000_000d;

    static PermitTransition of(Op op, PermitRequest request) {
        return new PermitTransition(op, request.owner(), request.most(), request.leaseMicros());
    }

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        return List.of(ByteBuffer.allocate(1 + 3 * 8)
                .put(op.code)
                .putLong(owner)
                .putDouble(most)
                .putDouble(lease)
                .array());
    }

    @Override
    public Step apply(@Nullable Entry entry, long nowMicros) {
        PermitRecord stored = entry == null ? null : PermitRecord.read(entry.value());
        if (entry != null && stored == null) {
            return new Step.Keep(PermitReply.foreign());
        }
        Held held = new Held(stored, nowMicros - PermitRecord.EPOCH_MICROS);
        boolean done = held.mine || (op != Op.RENEW && op != Op.RELEASE && held.count < most);
        boolean changes = done && op != Op.PEEK;
        if (changes && op != Op.RELEASE) {
            held.keep(owner, held.now + lease);
        }
        byte[] reply = PermitReply.bytes(done, held.count, held.count > 0 ? held.first - held.now : 0, held.now);
        if (!changes) {
            return new Step.Keep(reply);
        }
        return held.count > 0 ? held.put(reply, nowMicros) : new Step.Delete(reply);
    }

    @Override
    public PermitReply decode(Key key, byte[] reply) {
        if (PermitReply.isForeign(reply)) {
            throw KvException.permanent(
                    SCRIPT.name(), key, "The key holds something that is not a record of permits; remove it");
        }
        return PermitReply.read(reply);
    }

    /** The permits of others that have not ended, and whether the owner has one. */
    private final class Held {

        private final double now;
        private final ByteBuffer kept;
        private boolean mine;
        private int count;
        private double first = Double.POSITIVE_INFINITY;
        private double last;

        Held(@Nullable PermitRecord stored, double now) {
            this.now = now;
            int size = stored == null ? 0 : stored.size();
            this.kept = PermitRecord.begin(size + 1);
            for (int i = 0; stored != null && i < size; i++) {
                double ends = stored.ends(i);
                if (ends > now && ends - now <= LONGEST) {
                    add(stored.owner(i), ends);
                }
            }
        }

        private void add(long of, double ends) {
            if (of == owner) {
                mine = true;
            } else {
                keep(of, ends);
            }
        }

        void keep(long of, double ends) {
            kept.putLong(of).putDouble(ends);
            count++;
            first = Math.min(first, ends);
            last = Math.max(last, ends);
        }

        // A full store must not drop permits that are held.
        Step put(byte[] reply, long nowMicros) {
            long millis = (long) Math.floor((last - now) / 1_000) + 1;
            byte[] value = new byte[kept.position()];
            kept.flip().get(value);
            return new Step.Put(reply, value, Ttl.ofMillis(millis), nowMicros + millis * 1_000);
        }
    }
}
