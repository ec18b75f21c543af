package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a person sees of transfers in one process. */
abstract class TransfersPage extends Page {

    @Test
    void duplicateWaitsAndGetsTheAnswerOfTheFirst() {
        browser.click("waiting-send");
        browser.await("#waiting-outcome", "Both got the same answer, byte for byte");

        assertThat(browser.texts("#waiting-outcome .badge")).containsExactlyInAnyOrder("attempt 1", "replayed");
        assertThat(browser.text("#waiting-outcome"))
                .containsPattern("The duplicate waited for \\d+ ms")
                .contains("Payments executed 0 → 1");
        assertThat(browser.texts("#waiting-calls .badge")).contains("200 replayed");
        assertFitsEveryScreen();
    }

    @Test
    void cardOfTheSecondShopSaysWhatItNeeds() {
        browser.await("#lease-needs", "this card needs Redis");

        assertThat(browser.text("#lease-needs")).contains("-Dspring-boot.run.profiles=redis", "KV_REDIS_URI");
        assertThat(browser.element("#lease-kill").isDisplayed()).isFalse();
    }
}
