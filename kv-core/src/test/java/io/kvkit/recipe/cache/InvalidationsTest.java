package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kvkit.call.Failures;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tag.Tags;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Invalidations that the store did not acknowledge. */
@Timeout(180)
class InvalidationsTest {

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore faulty = new FaultyKvStore(new InMemoryKvStore(time));
    private final SlowReplies store = new SlowReplies(faulty);
    private final CacheScenario scenario = new CacheScenario(store, time);

    @AfterEach
    void nothingIsLeft() {
        faulty.heal();
        scenario.end();
    }

    @Test
    void lateAcknowledgementOfARepetitionDoesNotCoverALaterInvalidation() {
        scenario.get(CallStyle.PLAIN, "old").join();
        fail("invalidate");
        CompletableFuture<Void> late = new CompletableFuture<>();
        store.until = late;
        time.advance(Duration.ofMillis(500));
        store.until = CompletableFuture.completedFuture(null);
        scenario.get(CallStyle.PLAIN, "still old").join();
        fail("invalidate");

        late.complete(null);
        time.advance(Duration.ofSeconds(1));

        assertThat(scenario.get(CallStyle.PLAIN, "new").join()).isEqualTo("new");
    }

    @Test
    @Tag("slow")
    void allThatWaitAreRepeatedSoonAfterTheStoreIsBack() {
        faulty.fail("invalidate", Fault.REQUEST_LOST);
        for (int i = 0; i < 20_000; i++) {
            Failures.join(scenario.cache.invalidate(key(i)));
        }
        faulty.heal();
        int before = faulty.count("invalidate");
        time.advance(Duration.ofSeconds(1));
        assertThat(faulty.count("invalidate") - before).isEqualTo(20_000);
    }

    @Test
    @Tag("slow")
    void lossesAreOneLineInTenSecondsAndNotOneEach() {
        faulty.fail("invalidate", Fault.REQUEST_LOST);
        Logger logger = (Logger) LoggerFactory.getLogger(Cache.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            invalidate(0, Invalidations.MOST + 1_000);
            assertThat(lines.list).hasSize(1);
            assertThat(scenario.events)
                    .filteredOn(event -> event == Outcome.INVALIDATION_FAILED)
                    .hasSize(Invalidations.MOST);
            assertThat(scenario.events)
                    .filteredOn(event -> event == Outcome.INVALIDATION_LOST)
                    .hasSize(1_000);
            time.advance(Duration.ofSeconds(10));
            invalidate(Invalidations.MOST + 1_000, 1_000);
            assertThat(lines.list).hasSize(2);
        } finally {
            logger.detachAppender(lines);
        }
    }

    private void invalidate(int from, int count) {
        for (int i = from; i < from + count; i++) {
            Failures.join(scenario.cache.invalidate(key(i)));
        }
    }

    @Test
    void closedCacheRepeatsNothingAndLeavesNothingBehind() {
        fail("invalidate");
        scenario.cache.close();
        fail("invalidate");
        int before = faulty.count("invalidate");
        time.advance(Duration.ofMinutes(1));
        assertThat(faulty.count("invalidate")).isEqualTo(before);
        assertThat(time.pending()).isZero();
    }

    @Test
    void cacheThatIsClosedWhileItRepeatsDoesNotGoOn() {
        fail("invalidate");
        CompletableFuture<Void> late = new CompletableFuture<>();
        store.until = late;
        time.advance(Duration.ofMillis(500));
        scenario.cache.close();
        late.completeExceptionally(new IllegalStateException("The store is closed"));
        assertThat(time.pending()).isZero();
    }

    @Test
    void tagsThatWaitAreEverythingOnceTheRecordOfTheTagsHasNoRoomForThem() {
        TagChange all = new TagChange(false, Set.of("0"));
        for (int i = 1; i < Tags.MOST; i++) {
            all = all.and(new TagChange(false, Set.of(Integer.toString(i))));
        }
        assertThat(all.tags()).hasSize(Tags.MOST);
        assertThat(all.and(new TagChange(false, Set.of("one more")))).isEqualTo(TagChange.ALL);
    }

    private void fail(String operation) {
        faulty.failNext(1, operation, Fault.REQUEST_LOST);
        Failures.join(scenario.cache.invalidate(scenario.key));
    }

    private static Key key(int id) {
        return Namespace.of("test", "cache", "many", Key.Retention.EVICTABLE).key(Integer.toString(id));
    }

    /** Replies to changes arrive when a stage ends. */
    private static final class SlowReplies extends ForwardingKvStore {

        private CompletionStage<Void> until = CompletableFuture.completedFuture(null);

        SlowReplies(KvStore store) {
            super(store);
        }

        @Override
        public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
            CompletionStage<R> reply = super.apply(key, transition);
            return transition.script().name().equals("invalidate") ? until.thenCompose(now -> reply) : reply;
        }
    }
}
