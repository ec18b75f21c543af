package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.permit.PermitReply;
import io.kvkit.permit.PermitRequest;
import io.kvkit.permit.Permits;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Permits that are held at the same time. */
public abstract class PermitContract extends ContractGroup {

    private static final Duration LEASE = Duration.ofMinutes(10);

    private Permits permits;
    private Key key;

    @BeforeEach
    void build() {
        permits = new Permits(store, time);
        key = namespace(Retention.EVICTABLE).literalKey("p");
    }

    private static PermitRequest request(int most) {
        return PermitRequest.create(most, LEASE);
    }

    private PermitReply acquire(PermitRequest request) {
        return await(permits.acquire(key, request));
    }

    private boolean renew(PermitRequest request) {
        var beat = permits.heartbeat(key, request, () -> {});
        time.advance(request.lease().dividedBy(3));
        await(store.exists(key));
        beat.cancel();
        return !beat.lost();
    }

    @Test
    void soManyPermitsAreHeldAtTheSameTime() {
        PermitRequest first = request(2);
        assertThat(acquire(first)).isEqualTo(new PermitReply(true, 1, 600_000_000, time.micros()));
        advance(Duration.ofMinutes(1));
        assertThat(acquire(request(2)).held()).isEqualTo(2);
        PermitReply refused = acquire(request(2));
        assertThat(refused.done()).isFalse();
        assertThat(refused.held()).isEqualTo(2);
        assertThat(refused.firstEnd()).isEqualTo(Duration.ofMinutes(9));
        assertThat(await(permits.release(key, first)).done()).isTrue();
        assertThat(acquire(request(2)).done()).isTrue();
    }

    @Test
    void refusalChangesNoByteAndTheLastReleaseRemovesTheRecord() {
        PermitRequest only = request(1);
        acquire(only);
        byte[] before = await(store.get(key));
        acquire(request(1));
        assertThat(await(store.get(key))).isEqualTo(before);
        assertThat(await(permits.release(key, only)).held()).isZero();
        assertThat(await(store.get(key))).isNull();
        assertThat(await(permits.release(key, only)).done()).isFalse();
    }

    @Test
    void sameOwnerHasOnePermit() {
        PermitRequest only = request(1);
        acquire(only);
        assertThat(acquire(only)).isEqualTo(new PermitReply(true, 1, 600_000_000, time.micros()));
        await(permits.release(key, only));
        assertThat(acquire(request(1)).done()).isTrue();
    }

    @Test
    void permitOfAnOwnerThatDiedIsFreeAfterItsLease() {
        PermitRequest dead = request(1);
        acquire(dead);
        advance(LEASE.minusSeconds(10));
        assertThat(acquire(request(1)).done()).isFalse();
        advance(Duration.ofSeconds(10));
        assertThat(acquire(request(1)).done()).isTrue();
        assertThat(await(permits.release(key, dead)).done()).isFalse();
        assertThat(acquire(request(1)).done()).isFalse();
    }

    @Test
    void renewalProlongsAPermitAndNeverTakesOneBack() {
        PermitRequest slow = request(1);
        acquire(slow);
        assertThat(renew(slow)).isTrue();
        advance(LEASE.minusMinutes(1));
        assertThat(acquire(request(1)).done()).isFalse();
        advance(Duration.ofMinutes(1));
        assertThat(acquire(request(1)).done()).isTrue();
        assertThat(renew(slow)).isFalse();
    }

    @Test
    void numberMayChange() {
        acquire(request(1));
        assertThat(acquire(request(3)).done()).isTrue();
        assertThat(acquire(request(3)).done()).isTrue();
        assertThat(acquire(request(2)).done()).isFalse();
        assertThat(acquire(request(4)).done()).isTrue();
    }

    @Test
    void peekChangesNothing() {
        assertThat(await(permits.peek(key, 1))).isEqualTo(new PermitReply(true, 0, 0, time.micros()));
        assertThat(await(store.get(key))).isNull();
        acquire(request(1));
        assertThat(await(permits.peek(key, 1)).done()).isFalse();
        assertThat(await(permits.peek(key, 2)).done()).isTrue();
        assertThat(await(permits.peek(key, 2)).held()).isOne();
    }

    @Test
    void permitsOfAnotherClockAreForgotten() {
        await(new Permits(new ClockedKvStore(store, () -> time.micros() + 3 * 3_600_000_000L), time)
                .acquire(key, request(1)));
        assertThat(acquire(request(1)).done()).isTrue();
    }

    @Test
    void asManyThreadsAsThereArePermitsHaveOne() throws Exception {
        int threads = 48;
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            var result = new CompletableFuture<Boolean>();
            results.add(result);
            CallThreads.start(() -> result.completeAsync(
                    () -> {
                        awaitStart(start);
                        return acquire(request(7)).done();
                    },
                    Runnable::run));
        }
        start.countDown();
        int granted = 0;
        for (var result : results) {
            granted += result.get(60, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertThat(granted).isEqualTo(7);
    }

    private static void awaitStart(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<byte[]> foreignRecords() {
        byte[] wrongVersion = new byte[19];
        System.arraycopy(new byte[] {'K', 'P', 9}, 0, wrongVersion, 0, 3);
        byte[] notANumber = new byte[19];
        Arrays.fill(notANumber, (byte) 0xFF);
        System.arraycopy(new byte[] {'K', 'P', 1}, 0, notANumber, 0, 3);
        return Stream.of(new byte[0], bytes("5"), new byte[19], new byte[31], wrongVersion, notANumber);
    }

    @ParameterizedTest
    @MethodSource("foreignRecords")
    void foreignRecordIsAnErrorAndStays(byte[] foreign) {
        await(store.set(key, foreign, Ttl.NONE));
        assertThatThrownBy(() -> acquire(request(1))).isInstanceOfSatisfying(KvException.class, e -> {
            assertThat(e.kind()).isEqualTo(KvException.Kind.PERMANENT);
            assertThat(e.outcome()).isEqualTo(KvException.Outcome.NOT_APPLIED);
        });
        assertThatThrownBy(() -> await(permits.peek(key, 1))).isInstanceOf(KvException.class);
        assertThat(await(store.get(key))).isEqualTo(foreign);
    }
}
