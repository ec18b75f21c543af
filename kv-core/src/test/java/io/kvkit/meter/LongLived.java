package io.kvkit.meter;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A step of the meter whose record lives an hour longer in both renditions, whatever was left of it, and is otherwise the
 * same.
 *
 * <p>Records of a nearly unused meter live for a millisecond, and a server's own clock cannot be stopped.
 */
public record LongLived(Transition<MeterReply> step) implements Transition<MeterReply> {

    /** How much longer. */
    public static final long MORE_MILLIS = 3_600_000;

    private static final String TTL = "math.floor(ttl / 1000) + 1)";
    private static final String LEFT = "redis.call('PTTL', KEYS[1])";
    private static final Map<Script, Script> SCRIPTS = new ConcurrentHashMap<>();

    @Override
    public Script script() {
        return SCRIPTS.computeIfAbsent(step.script(), LongLived::prolonged);
    }

    private static Script prolonged(Script script) {
        if (!script.source().contains(TTL)) {
            throw new AssertionError("The script sets its TTL elsewhere now");
        }
        String source = script.source()
                .replace(TTL, "math.floor(ttl / 1000) + 1 + " + MORE_MILLIS + ")")
                .replace(LEFT, "0");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return new Script(script.name(), source, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<byte[]> arguments() {
        return step.arguments();
    }

    @Override
    public Step apply(@Nullable Entry entry, long nowMicros) {
        Step result = step.apply(entry == null ? null : new Entry(entry.value(), nowMicros), nowMicros);
        if (result instanceof Step.Put put) {
            Ttl longer = Ttl.ofMillis(put.ttl().millis() + MORE_MILLIS);
            return new Step.Put(put.reply(), put.value(), longer, put.heldUntilMicros());
        }
        return result;
    }

    @Override
    public MeterReply decode(Key key, byte[] reply) {
        return step.decode(key, reply);
    }
}
