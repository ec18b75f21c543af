package io.kvkit.recipe.ratelimit;

import org.junit.jupiter.api.Test;

/** No call that waits is lost, is made twice or keeps a permit that it does not use, whatever happens to it. */
class WaitsInAnyOrderTest {

    private static final int SEEDS = 400;

    @Test
    void noCallIsLostIfTheStoreDecidesAtOnce() {
        for (int seed = 0; seed < SEEDS; seed++) {
            new WaitsInAnyOrder(seed, false).run();
        }
    }

    @Test
    void callBeforeTheOneThatIsAskedForEndsInTime() {
        new WaitsInAnyOrder(6_101, true).run();
    }

    @Test
    void twoCallsThatRefuseEachOtherDoNotAskAgainAndAgain() {
        new WaitsInAnyOrder(12_695, true).run();
    }

    @Test
    void noCallIsLostIfTheStoreAnswersLater() {
        for (int seed = 0; seed < SEEDS; seed++) {
            new WaitsInAnyOrder(seed, true).run();
        }
    }
}
