package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What a person sees of the four annotations. */
abstract class AnnotationsPage extends Page {

    @Test
    void secondLoadIsAHitAndAChangedPriceAMiss() {
        browser.click("product-load");
        browser.await("#cached-outcome", "miss");
        browser.await("#cached-outcome", "product loads 0 → 1");

        browser.click("product-load");
        browser.await("#cached-outcome", "hit");
        browser.await("#cached-outcome", "unchanged");

        browser.type("product-price", "77.70");
        browser.click("product-change");
        browser.await("#cached-outcome", "removed the old value");
        browser.click("product-load");
        browser.await("#cached-outcome", "product loads 1 → 2");
        assertThat(browser.text("#cached-outcome")).contains("77.70").contains("miss");
        assertThat(browser.text("#stat-productLoads")).isEqualTo("2");
    }

    @Test
    void answersSayWhereTheyCameFromAndHowOldTheyAre() {
        browser.click("product-load");
        browser.await("#cached-outcome", "loaded");
        browser.click("product-load");
        browser.await("#cached-outcome", "store");
        browser.click("product-load");
        browser.await("#cached-outcome", "near cache");
        assertThat(browser.text("#cached-outcome")).containsPattern("[0-9.]+ s old: loaded at");
        assertThat(browser.text("#cached-calls")).contains("hit, near cache", "hit, store", "miss, loaded");
    }

    private void load(String product, String outcome) {
        browser.type("product-id", product);
        browser.click("product-load");
        browser.await("#cached-outcome", outcome);
    }

    @Test
    void clearedTagIsLoadedAgainAndOthersAreNot() {
        load("14", "Walnut");
        assertThat(browser.text("#product-clear")).isEqualTo("Clear Walnut");
        load("3", "Oak");
        load("3", "unchanged");

        assertThat(browser.text("#product-clear")).isEqualTo("Clear Oak");
        browser.click("product-clear");
        browser.await("#cached-outcome", "All that is Oak");

        load("3", "product loads 2 → 3");
        assertThat(browser.text("#cached-outcome")).contains("miss").contains("loaded");
        load("14", "Walnut");
        assertThat(browser.text("#cached-outcome")).contains("hit");
    }

    @Test
    void staleAnswerIsShownAsStale() {
        browser.choose("product-life", "2s");
        browser.await("#cached-outcome", "kept for 2s");
        load("5", "miss");

        Eventually.until(() -> isStale());

        browser.choose("product-life", "10m");
        browser.await("#cached-outcome", "kept for 10m");
        Eventually.until(() -> !isStale());
    }

    private boolean isStale() {
        browser.click("product-load");
        browser.await("#cached-outcome", "Answered from the cache");
        return browser.text("#cached-outcome").contains("stale");
    }

    @Test
    void crowdIsServedByOneLoad() {
        browser.type("product-id", "42");
        browser.click("product-crowd");

        browser.await("#cached-outcome", "30 answers");
        assertThat(browser.text("#cached-outcome")).contains("one load");
    }

    @Test
    void refusedChangeIsExplained() {
        browser.type("product-id", "101");
        browser.click("product-change");

        browser.await("#cached-outcome", "There is no product 101.");
    }

    @Test
    void paymentSentAgainIsReplayedToTheByte() {
        browser.click("payment-send");
        browser.await("#idempotent-outcome", "executed");
        assertThat(browser.text("#payment-send")).isEqualTo("Send again");

        browser.click("payment-send");
        browser.await("#idempotent-outcome", "replayed");
        assertThat(browser.text("#idempotent-outcome")).contains("Byte-identical to the first answer");

        browser.type("payment-amount", "99");
        browser.click("payment-send");
        browser.await("#idempotent-outcome", "422");

        browser.click("payment-new-key");
        browser.click("payment-crowd");
        browser.await("#idempotent-outcome", "1 executed");
        assertThat(browser.text("#stat-paymentsExecuted")).isEqualTo("2");
    }

    @Test
    void burstShowsWhatWasAdmittedAndWhenToTryAgain() {
        Permits permits = new Permits();
        browser.click("quote-get");
        browser.await("#permits-text", "4 of 5 permits left");
        assertThat(browser.element("#permits").getAttribute("aria-valuenow")).isEqualTo("4");

        browser.click("quote-burst");
        browser.await("#rate-limited-outcome", "admitted, ");
        List<String> tiles = browser.texts("#tiles > span");
        assertThat(tiles).hasSize(20).containsOnly("200", "429");
        int admitted = Collections.frequency(tiles, "200");
        permits.assertUsedUpBy(1 + admitted);
        assertThat(browser.text("#rate-limited-outcome"))
                .contains(admitted + " admitted, " + (20 - admitted) + " limited");
        assertThat(browser.text("#permits-text")).isEqualTo("0 of 5 permits left");
        assertThat(browser.text("#countdown")).matches("try again in [0-9.]+ s|you may try again");

        browser.await("#countdown", "you may try again");
        browser.click("quote-get");
        browser.await("#rate-limited-outcome", "200 admitted");
    }

    @Test
    void failedDeliveryIsProcessedLaterAndThenADuplicate() {
        browser.click("event-fail");
        browser.await("#dedupe-event-outcome", "failed");
        browser.click("event-deliver");
        browser.await("#dedupe-event-outcome", "processed");
        browser.click("event-deliver");
        browser.await("#dedupe-event-outcome", "duplicate");

        assertThat(browser.texts("#track > li")).containsExactly("failed", "processed", "duplicate");
        assertThat(browser.text("#stat-webhooksProcessed")).isEqualTo("1");
    }

    @Test
    void eventThatKeepsFailingIsParkedAndProcessedAfterItsRelease() {
        browser.click("event-release");
        browser.await("#dedupe-event-outcome", "There is no record of this event.");
        for (int failure = 1; failure <= 3; failure++) {
            browser.click("event-fail");
            browser.await("#track > li:nth-child(" + failure + ")", "failed");
        }
        browser.click("event-deliver");
        browser.await("#dedupe-event-outcome", "Nothing runs until an operator releases the event");

        browser.click("event-release");
        browser.await("#dedupe-event-outcome", "The next delivery is processed");
        browser.click("event-deliver");
        browser.await("#track > li:nth-child(6)", "processed");

        assertThat(browser.texts("#track > li"))
                .containsExactly("failed", "failed", "failed", "parked", "released", "processed");
        assertThat(browser.text("#stat-webhooksProcessed")).isEqualTo("1");
    }

    @Test
    void rawAnswerOpensByKeyboard() {
        browser.element("#product-id").sendKeys(Keys.ENTER);
        browser.await("#cached-outcome", "miss");

        browser.element("#cached-calls summary").sendKeys(Keys.ENTER);

        assertThat(browser.text("#cached-calls pre"))
                .contains("GET /api/products/1")
                .contains("HTTP 200")
                .contains("loadedAt");
        assertThat(browser.focused().getTagName()).isEqualTo("summary");
    }

    @Test
    void nothingReachesBeyondTheScreen() {
        browser.click("product-load");
        browser.await("#cached-outcome", "miss");
        browser.click("payment-crowd");
        browser.await("#idempotent-outcome", "6 at once");
        browser.click("quote-burst");
        browser.await("#rate-limited-outcome", "20 at once");
        browser.click("event-fail");
        browser.await("#dedupe-event-outcome", "failed");

        assertFitsEveryScreen();
    }
}
