package io.kvkit.permit;

import io.kvkit.claim.Token;
import io.kvkit.permit.PermitTransition.Op;
import io.kvkit.store.Transition;
import io.kvkit.tck.Scenario;
import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Few owners that acquire, renew and release permits of one key, with clock steps and damaged records. */
final class PermitScenario implements Scenario {

    private static final Duration[] LEASES = {Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ofHours(1)};

    @Override
    public Transition<?> next(RandomGenerator random, byte @Nullable [] present, long nowMicros) {
        Token owner = new Token(7, 1 + random.nextInt(6));
        PermitRequest request = new PermitRequest(owner, 1 + random.nextInt(4), LEASES[random.nextInt(LEASES.length)]);
        Op[] ops = Op.values();
        return PermitTransition.of(random.nextInt(3) == 0 ? Op.ACQUIRE : ops[random.nextInt(ops.length)], request);
    }

    @Override
    public long advance(RandomGenerator random, byte @Nullable [] present, long nowMicros) {
        PermitRecord record = present == null ? null : PermitRecord.read(present);
        return switch (random.nextInt(10)) {
            case 0 -> -random.nextLong(60_000_000);
            case 1 -> random.nextInt(8) == 0 ? -random.nextLong(3 * 3_600_000_000L) : 0;
            case 2 -> record == null ? 0 : toEnd(record, nowMicros) + random.nextInt(3) - 1;
            case 3 -> random.nextLong(1_800_000_000);
            default -> random.nextLong(120_000_000);
        };
    }

    // To the microsecond in which a permit ends, or beside it.
    private static long toEnd(PermitRecord record, long nowMicros) {
        double ends = record.ends(record.size() - 1) + PermitRecord.EPOCH_MICROS;
        return Math.max(0, (long) ends - nowMicros);
    }

    @Override
    public byte @Nullable [] intrusion(RandomGenerator random, byte @Nullable [] present) {
        if (present == null || present.length == 0 || random.nextInt(60) > 0) {
            return null;
        }
        byte[] damaged = present.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        return switch (random.nextInt(4)) {
            case 0 -> new byte[random.nextInt(40)];
            case 1 -> Arrays.copyOf(present, random.nextInt(present.length + 20));
            default -> damaged;
        };
    }
}
