package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person sees of transfers in two processes, which the page starts, freezes and kills. */
abstract class SharedTransfersPage extends Page {

    @Override
    ShopStore store() {
        return ShopStore.REDIS;
    }

    /** It takes longer to start than anything else on the page. */
    @BeforeEach
    void openSecondShop() {
        await("the second shop")
                .atMost(SecondJvm.START_TIME)
                .ignoreExceptions()
                .until(() -> shop.client().put("/api/second-shop/open", "").status() == 200);
    }

    @Test
    void shopTakesOverFromAFrozenOneWhoseLateResultIsRefusedAndFromAKilledOne() {
        browser.await("#lease-buttons", "Freeze it");
        browser.click("lease-freeze");
        browser.await("#lease-outcome", "This shop took over, and answered after");
        assertHappened(
                "second shop open",
                "it begins attempt 1",
                "second shop frozen",
                "this shop waits",
                "this shop: attempt 2",
                "second shop open",
                "late attempt 1 not recorded",
                "replayed: attempt 2");
        assertThat(browser.texts("#lease-outcome .facts"))
                .containsExactly(
                        "The second shop went on and noticed that it had lost its lease; its result was refused as"
                                + " stale",
                        "It found its payment made: the provider takes the same key from both attempts",
                        "Sent again, the answer of this shop is replayed",
                        "Payments executed here 0 → 1");
        assertKilledOneIsTakenOverFrom();
        assertFitsEveryScreen();
    }

    private void assertKilledOneIsTakenOverFrom() {
        browser.click("lease-kill");
        browser.await("#lease-outcome", "The second shop died before it answered.");
        assertHappened(
                "second shop open",
                "it begins attempt 1",
                "second shop killed",
                "this shop waits",
                "this shop: attempt 2");
        assertThat(browser.text("#lease-outcome")).contains("Payments executed here 1 → 2");
    }

    private void assertHappened(String... steps) {
        assertThat(browser.texts("#lease-track > li")).containsExactly(steps);
    }
}
