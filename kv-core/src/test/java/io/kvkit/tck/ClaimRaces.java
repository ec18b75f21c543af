package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.Token;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many callers at once, and one after the other. */
public abstract class ClaimRaces extends ClaimGroup {

    private static final int THREADS = 64;
    private static final int KEYS = 1_000;

    private interface Racer<T> {
        T run(int index) throws Exception;
    }

    private static <T> List<T> race(Racer<T> racer) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int index = i;
                futures.add(threads.submit(() -> {
                    start.await(180, TimeUnit.SECONDS);
                    return racer.run(index);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(180, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private ClaimReply claim(Key of, Token token) {
        return await(store.apply(of, ClaimTransitions.claim(request(token))));
    }

    @Test
    void everyKeyHasExactlyOneWinner() throws Exception {
        Key[] keys = new Key[KEYS];
        for (int i = 0; i < KEYS; i++) {
            keys[i] = key("race-" + i);
        }
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            tokens.add(Token.random());
        }
        List<ClaimReply[]> replies = race(index -> {
            ClaimReply[] mine = new ClaimReply[KEYS];
            for (int i = 0; i < KEYS; i++) {
                mine[i] = claim(keys[i], tokens.get(index));
            }
            return mine;
        });
        for (int i = 0; i < KEYS; i++) {
            assertOneWinner(i, replies, tokens);
        }
    }

    private static void assertOneWinner(int i, List<ClaimReply[]> replies, List<Token> tokens) {
        List<Token> winners = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            if (replies.get(thread)[i] instanceof Claimed) {
                winners.add(tokens.get(thread));
            }
        }
        assertThat(winners).as("winners of key %s", i).hasSize(1);
        assertThat(replies)
                .filteredOn(mine -> !(mine[i] instanceof Claimed))
                .allSatisfy(mine -> assertThat(mine[i]).isEqualTo(new Busy(LEASE, winners.get(0))));
    }

    @Test
    void abandonedClaimHasExactlyOneSuccessor() throws Exception {
        abandon(first);
        List<ClaimReply> replies = race(index -> claim(key, Token.random()));
        assertThat(replies).filteredOn(Claimed.class::isInstance).hasSize(1);
    }

    @Test
    void ownerAndSuccessorsNeverBothSucceed() throws Exception {
        abandon(first);
        List<Object> outcomes = race(index -> index == 0 ? complete(first, "owner") : claim(key, Token.random()));
        long owners = outcomes.stream()
                .filter(outcome -> outcome == CompleteReply.STORED || outcome instanceof Claimed)
                .count();
        assertThat(owners).isEqualTo(1);
    }

    @Test
    void fenceRisesWithEveryOwner() {
        long last = 0;
        for (int i = 0; i < 200; i++) {
            Claimed claimed = won(Token.random());
            assertThat(claimed.fence()).isGreaterThan(last);
            last = claimed.fence();
            if (i % 3 == 0) {
                step(ClaimTransitions.fail(record().token(), RETENTION.toMillis()));
            } else {
                advance(LEASE);
            }
        }
    }

    @Test
    void fenceRisesAcrossDeletion() {
        long last = won(first).fence();
        for (int i = 0; i < 20; i++) {
            step(ClaimTransitions.invalidate(null));
            advance(Duration.ofMillis(1));
            Claimed claimed = won(Token.random());
            assertThat(claimed.fence()).isGreaterThan(last);
            last = claimed.fence();
        }
    }

    @Test
    void fenceRisesAcrossValuesAndTheirEnd() {
        long last = won(first).fence();
        complete(first, "value");
        for (int i = 0; i < 20; i++) {
            advance(HARD);
            Token token = Token.random();
            Claimed claimed = won(token);
            assertThat(claimed.fence()).isGreaterThan(last);
            last = claimed.fence();
            step(ClaimTransitions.complete(token, result("value", IfMissing.REFUSE)));
        }
    }
}
