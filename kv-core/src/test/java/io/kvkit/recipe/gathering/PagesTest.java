package io.kvkit.recipe.gathering;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.Namespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class PagesTest {

    private static final KvException LOST =
            new KvException(Kind.TIMEOUT, Outcome.UNKNOWN, "mget", null, "no answer in time", null);

    private final Map<Key, Integer> asked = new LinkedHashMap<>();
    private final List<Map<Key, Integer>> pages = new ArrayList<>();
    private final List<CompletableFuture<Batch<Key, Integer>>> answers = new ArrayList<>();
    private final Map<Key, Integer> delivered = new HashMap<>();
    private final List<Throwable> failures = new ArrayList<>();
    private boolean sent;

    private void send(int keys) {
        Namespace namespace = Namespace.of("test", "cache", "products", Retention.EVICTABLE);
        for (int i = 0; i < keys; i++) {
            asked.put(namespace.key("" + i), i);
        }
        new Pages<Integer, Integer>(asked, this::ask, this::deliver, () -> sent = true).send();
    }

    private CompletionStage<Batch<Key, Integer>> ask(Map<Key, Integer> page) {
        pages.add(page);
        CompletableFuture<Batch<Key, Integer>> answer = new CompletableFuture<>();
        answers.add(answer);
        return answer;
    }

    private void deliver(Map<Key, Integer> page, Batch<Key, Integer> batch, Throwable failure) {
        if (batch == null) {
            failures.add(failure);
        } else {
            failures.addAll(batch.failures().values());
            delivered.putAll(batch.values());
        }
    }

    private List<Integer> sizes() {
        return pages.stream().map(Map::size).toList();
    }

    private void answer(int page) {
        answers.get(page).complete(new Batch<>(pages.get(page), Map.of()));
    }

    @Test
    void fewKeysAreOnePage() {
        send(Pages.SIZE);
        assertThat(sizes()).containsExactly(Pages.SIZE);
        assertThat(sent).isTrue();
        answer(0);
        assertThat(pages).hasSize(1);
        assertThat(delivered).isEqualTo(asked);
    }

    @Test
    void pageIsAskedForWhenTheOneBeforeItWasAnswered() {
        send(2 * Pages.SIZE + 500);
        assertThat(sizes()).containsExactly(Pages.SIZE);
        answer(0);
        assertThat(sizes()).containsExactly(Pages.SIZE, Pages.SIZE);
        assertThat(sent).isFalse();
        answer(1);
        assertThat(sizes()).containsExactly(Pages.SIZE, Pages.SIZE, 500);
        assertThat(sent).isTrue();
        answer(2);
        assertThat(delivered).isEqualTo(asked);
        assertThat(failures).isEmpty();
    }

    @Test
    void restIsOneBatchAfterAPageThatFailed() {
        send(9 * Pages.SIZE);
        answers.get(0).completeExceptionally(LOST);
        assertThat(sizes()).containsExactly(Pages.SIZE, 8 * Pages.SIZE);
        answer(1);
        assertThat(pages).hasSize(2);
        assertThat(delivered).hasSize(8 * Pages.SIZE);
        assertThat(failures).containsExactly(LOST);
    }

    @Test
    void restIsOneBatchAfterAKeyThatFailed() {
        send(9 * Pages.SIZE);
        Key first = asked.keySet().iterator().next();
        answers.get(0).complete(new Batch<>(Map.of(), Map.of(first, LOST)));
        assertThat(sizes()).containsExactly(Pages.SIZE, 8 * Pages.SIZE);
        assertThat(failures).containsExactly(LOST);
    }

    @Test
    void keyThatTheServerRefusesForGoodEndsNoPages() {
        send(3 * Pages.SIZE);
        Key first = asked.keySet().iterator().next();
        KvException foreign =
                new KvException(Kind.PERMANENT, Outcome.NOT_APPLIED, "mget", first, "a foreign type", null);
        answers.get(0).complete(new Batch<>(Map.of(), Map.of(first, foreign)));
        assertThat(sizes()).containsExactly(Pages.SIZE, Pages.SIZE);
    }
}
