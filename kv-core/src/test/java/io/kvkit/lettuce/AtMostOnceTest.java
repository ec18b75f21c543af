package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisServer;
import io.kvkit.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replies dropped and connections cut a thousand times: nothing is carried out twice and no claim is lost. */
@Tag("slow")
@Timeout(300)
class AtMostOnceTest {

    private static final Logger log = LoggerFactory.getLogger(AtMostOnceTest.class);
    private static final long SEED = Long.getLong("kv.test.seed", 20_261_121);
    private static final int LANES = 25;
    private static final int FAULTS = Integer.getInteger("kvkit.faults", 250);

    private final Namespace keys = Namespace.of("t", "kv", "raw", Retention.KEPT);
    private final RedisServer server = RedisServer.start();
    private final KvStore direct = Connected.await(new LettuceKvStore(
            LettuceSettings.ofUri(server.uri()).timeout(Eventually.PATIENCE).build()));
    private final Timer timer = Timer.system("kvkit-test-claims");
    private final List<FaultyLane> lanes = IntStream.range(0, LANES)
            .mapToObj(i -> new FaultyLane("lane" + i, keys, server.port(), timer, SEED + i))
            .toList();

    @AfterEach
    void close() {
        direct.close();
        server.close();
    }

    @Test
    void faultsNeitherRepeatNorLoseAnything() {
        disturb();
        assertThat(lanes).as("seed %d", SEED).isNotEmpty().allSatisfy(lane -> {
            lane.values.forEach(this::assertHeld);
            lane.claims.forEach((key, request) -> assertThat(resend(key, request))
                    .as("what the owner of %s hears again", key)
                    .isInstanceOf(Claimed.class));
        });
        assertThat(lanes.stream().flatMap(lane -> lane.verdicts.stream()))
                .isNotEmpty()
                .allSatisfy(verdict -> assertThat(verdict)
                        .isInstanceOfSatisfying(
                                Claimed.class,
                                claimed -> assertThat(claimed.how()).isEqualTo(How.NEW)));
        assertCounted();
    }

    private void disturb() {
        ExecutorService threads = Executors.newFixedThreadPool(LANES);
        try {
            CompletableFuture.allOf(lanes.stream()
                            .map(lane -> CompletableFuture.runAsync(() -> lane.run(FAULTS / LANES), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            lanes.forEach(FaultyLane::close);
            threads.shutdownNow();
        }
    }

    private void assertCounted() {
        long counted =
                Long.parseLong(new String(Failures.join(direct.get(keys.key("counter"))), StandardCharsets.US_ASCII));
        List<Long> sums = lanes.stream().flatMap(lane -> lane.sums.stream()).toList();
        long unknown = lanes.stream().mapToInt(lane -> lane.unknown).sum();
        long notApplied = lanes.stream().mapToInt(lane -> lane.notApplied).sum();
        log.info(
                "Seed {}: counter {} of {} increments, {} acknowledged, {} unknown, {} not applied",
                SEED,
                counted,
                sums.size() + unknown + notApplied,
                sums.size(),
                unknown,
                notApplied);
        assertThat(sums).as("seed %d: each sum is told once", SEED).isNotEmpty().doesNotHaveDuplicates();
        assertThat(unknown).as("seed %d: increments of unknown outcome", SEED).isPositive();
        assertThat(counted).as("seed %d: counter", SEED).isBetween((long) sums.size(), sums.size() + unknown);
    }

    private void assertHeld(Key key, byte[] value) {
        assertThat(Failures.join(direct.apply(key, Values.setIfAbsent(value, Ttl.NONE)))
                        .holds(value))
                .as("%s holds its only writer's value", key)
                .isTrue();
    }

    private ClaimReply resend(Key key, ClaimRequest request) {
        return Failures.join(direct.apply(key, ClaimTransitions.claim(request)));
    }
}
