package io.kvkit.claim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardedStoreTest {

    private static final long TTL = Duration.ofDays(7).toMillis();

    private final VirtualTime time = new VirtualTime();
    private final KvStore memory = new InMemoryKvStore(time);
    private final KvStore store = new ShardedStore(memory);
    private final Claims claims = new Claims(store, time);
    private final Namespace events = events("billing", 8);

    private static Namespace events(String name, int shards) {
        return Namespace.of("test", "dedupe", name, Retention.KEPT).sharded(shards);
    }

    private MarkReply mark(Key key) {
        return Failures.join(claims.mark(key, Token.random(), TTL));
    }

    private byte[] stored(int shards) {
        return Failures.join(memory.get(events.sharded(shards).shard(0)));
    }

    @Test
    void eachIdIsMarkedOnceAndNoneInPlaceOfAnother() {
        Random random = new Random(20_261_130);
        List<Namespace> names = List.of(
                events("a", 4), events("a.b", 4), events("a", 5), events("b", 4).hidden());
        List<String> parts = List.of("", "a", "b", "|", "a|b", ":", "0", "\u0000", "~", "shard~4~0", "é", "1", "ab");
        Set<String> model = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            Namespace name = names.get(random.nextInt(names.size()));
            String id = random.nextInt(4) == 0
                    ? Long.toString(random.nextLong(), 36)
                    : parts.get(random.nextInt(parts.size()))
                            + parts.get(random.nextInt(parts.size()))
                            + parts.get(random.nextInt(parts.size()));
            boolean isNew = model.add(name.shards() + name.start() + "\n" + id);
            assertThat(mark(name.key("x" + id))).isEqualTo(isNew ? MarkReply.MARKED : MarkReply.DONE);
        }
        assertThat(model).hasSizeGreaterThan(8_000);
    }

    @Test
    void shardsAreApartFromIds() {
        mark(events.key("1"));
        Key alike = events.sharded(0).key("shard~8~0");
        assertThat(IntStream.range(0, 8).mapToObj(events::shard)).doesNotContain(alike);
    }

    @Test
    void markIsKeptForItsTimeAndAtMostAnEighthLonger() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            Key key = events.key("evt-" + i);
            mark(key);
            time.advance(Duration.ofMillis(TTL - 1));
            assertThat(mark(key)).as("before its end").isEqualTo(MarkReply.DONE);
            time.advance(Duration.ofMillis(1 + TTL / 8));
            assertThat(mark(key)).as("after its end").isEqualTo(MarkReply.MARKED);
            time.advance(Duration.ofMillis(random.nextLong(TTL)));
        }
    }

    @Test
    void stepThatIsRepeatedIsNotRememberedLonger() {
        Random random = new Random(2);
        for (int i = 0; i < 50; i++) {
            time.advance(Duration.ofMillis(random.nextLong(TTL)));
            Key key = events.key("evt-" + i);
            Token token = Token.random();
            assertThat(Failures.join(claims.mark(key, token, TTL))).isEqualTo(MarkReply.MARKED);
            byte[] record = Failures.join(store.get(key));
            for (int j = 0; j < 7; j++) {
                time.advance(Duration.ofMillis(TTL / 8));
                assertThat(Failures.join(claims.mark(key, token, TTL))).isEqualTo(MarkReply.MARKED);
                assertThat(Failures.join(store.get(key))).isEqualTo(record);
            }
            time.advance(Duration.ofMillis(1 + TTL / 4));
            assertThat(Failures.join(store.get(key))).isNull();
        }
    }

    @Test
    void shardHoldsNothingThatHasEnded() {
        Namespace one = events.sharded(1);
        for (int day = 0; day < 60; day++) {
            IntStream.range(0, 10).forEach(i -> mark(one.key(time.micros() + "-" + i)));
            time.advance(Duration.ofDays(1));
        }
        assertThat(stored(1).length).isLessThan(6 + 9 * 12 + 90 * 20);
        time.advance(Duration.ofDays(9));
        assertThat(Failures.join(memory.exists(one.shard(0)))).isFalse();
    }

    @Test
    void doneRecordTakesTwentyBytes() {
        Namespace one = events.sharded(1);
        mark(one.key("first"));
        int before = stored(1).length;
        Token token = Token.random();
        Failures.join(claims.claim(one.key("second"), ClaimRequest.create(token, null, 30_000, TTL)));
        Failures.join(claims.complete(
                one.key("second"),
                token,
                new Completion(new byte[0], TTL, TTL, 0, null, Completion.IfMissing.RECREATE)));
        assertThat(stored(1).length).isEqualTo(before + Mark.LENGTH);
    }

    @Test
    void batchMayHaveSeveralRecordsOfOneShard() {
        Map<Key, MarkTransition> marks = new HashMap<>();
        IntStream.range(0, 100).forEach(i -> marks.put(events.key("" + i), new MarkTransition(Token.random(), TTL)));
        assertThat(Failures.join(store.<MarkReply>applyAll(marks)).orThrow())
                .hasSize(100)
                .containsValue(MarkReply.MARKED)
                .doesNotContainValue(MarkReply.DONE);
        assertThat(Failures.join(store.mget(marks.keySet())).orThrow()).hasSize(100);
        assertThat(Failures.join(store.deleteMany(marks.keySet())).orThrow()).doesNotContainValue(false);
        assertThat(Failures.join(store.mget(marks.keySet())).orThrow()).isEmpty();
    }

    @Test
    void shardsAreAFewForFewRecordsAndManyForMany() {
        assertThat(ShardedStore.shardsFor(1)).isOne();
        assertThat(ShardedStore.shardsFor(100_000)).isEqualTo(1_024);
        assertThat(ShardedStore.shardsFor(130_000))
                .as("the same up to the next power of two")
                .isEqualTo(1_024);
        assertThat(ShardedStore.shardsFor(Long.MAX_VALUE)).isEqualTo(1 << 30);
    }

    @Test
    void recordIsNotSet() {
        assertThatThrownBy(() -> Failures.join(store.set(events.key("1"), new byte[1], Ttl.NONE)))
                .isInstanceOf(KvException.class)
                .hasMessageContaining("stored together");
    }

    @Test
    void damagedShardIsAnErrorAndIsNotOverwritten() {
        byte[] text = "something else".getBytes(UTF_8);
        Failures.join(memory.set(events.sharded(1).shard(0), text, Ttl.NONE));
        assertThatThrownBy(() -> mark(events.sharded(1).key("1")))
                .isInstanceOf(KvException.class)
                .hasMessageContaining("shard~1~0")
                .hasMessageContaining("was not written as a shard of records");
        assertThat(stored(1)).isEqualTo(text);
    }

    @Test
    void damagedRecordIsNamedAndHarmsNoOtherOfItsShard() {
        Key key = events.sharded(1).key("1");
        byte[] damaged = new byte[40];
        Entry entry = new Entry(damaged, time.micros() + 60_000_000);
        byte[] digest = Objects.requireNonNull(Place.of(key, 1).digest());
        byte[] shard = Shard.EMPTY.with(digest, entry, time.micros()).bytes();
        Failures.join(memory.set(events.sharded(1).shard(0), shard, Ttl.NONE));
        assertThatThrownBy(() -> mark(key))
                .isInstanceOf(KvException.class)
                .hasMessageStartingWith("mark " + key)
                .hasMessageContaining("the record in test:dedupe:billing:shard~1~0 was not written as a record")
                .hasMessageContaining("delete the shard");
        assertThat(mark(events.sharded(1).key("2"))).isEqualTo(MarkReply.MARKED);
        assertThat(Failures.join(store.get(key))).isEqualTo(damaged);
    }
}
