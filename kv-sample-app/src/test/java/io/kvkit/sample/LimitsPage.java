package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** What a person sees of limits that change while the shop runs. */
abstract class LimitsPage extends Page {

    private static final int CALLS = 25;
    private static final int LIMIT = 5;

    @Test
    void changedPlanAdmitsTheNextCallOfAnExhaustedAccount() {
        browser.type("account", "grace");
        browser.click("search-all");
        browser.await("#plan-outcome", "429 limited");
        browser.await("#plan-outcome", "0 of 5 permits left");
        assertThat(browser.text("#plan-outcome")).contains("Retry-After: ");

        browser.choose("plan", "pro");
        browser.await("#plan-outcome", "free → pro");
        assertThat(browser.text("#plan-outcome"))
                .contains("200 admitted")
                .contains(" of 60 permits left")
                .contains("\"search\";q=60;w=60");
        List<String> track = browser.texts("#plan-track > li");
        assertThat(track).endsWith("limited", "free → pro", "admitted");
        assertThat(track.get(0)).matches("\\d+ × admitted");
        assertThat(browser.text("#plan-calls")).contains("PUT /api/accounts/grace/plan");

        browser.choose("plan", "team");
        browser.await("#plan-outcome", " of 20 permits left");
        browser.type("account", "ada");
        browser.click("search");
        browser.await("#plan-outcome", "4 of 5 permits left");
        assertFitsEveryScreen();
    }

    @Test
    void planIsStillThereWhenThePageIsReadAgain() {
        browser.type("account", "linus");
        browser.choose("plan", "team");
        browser.await("#plan-outcome", "19 of 20 permits left");

        browser.visit(shop.client().port());
        browser.type("account", "linus");
        browser.click("search");

        browser.await("#plan-outcome", " of 20 permits left");
        Eventually.until(() -> "team".equals(browser.element("#plan").getDomProperty("value")));
    }

    @Test
    void shadowModeLetsCallsPassAndCountsThoseThatItWouldRefuse() {
        int wouldBeRefused = number("wouldBeRefused");
        int admitted = number("admitted");
        Permits permits = new Permits();
        browser.click("shadow-on");
        browser.await("#shadow-outcome", "Shadow mode is on");
        browser.click("shadow-burst");
        browser.await("#shadow-outcome", "10 of 10 passed");
        int passed = number("admitted") - admitted;
        permits.assertUsedUpBy(passed);
        assertThat(number("wouldBeRefused") - wouldBeRefused).isEqualTo(10 - passed);
        assertThat(browser.text("#shadow-outcome")).contains(10 - passed + " would be refused");

        browser.click("shadow-on");
        browser.await("#shadow-outcome", "Shadow mode is off");
        int refused = number("refused");
        browser.click("shadow-burst");
        browser.await("#shadow-outcome", "enforced");
        assertThat(number("refused") - refused).isGreaterThanOrEqualTo((int) (10 - permits.back()));
        assertThat(number("wouldBeRefused") - wouldBeRefused).isEqualTo(10 - passed);
        assertFitsEveryScreen();
    }

    @Test
    void burstIsShownUnderEachAlgorithmSideBySide() {
        browser.click("algorithms-burst");
        browser.await("#algorithms-legend", "A high bar is a call that was admitted");

        assertThat(browser.texts("#lanes .name"))
                .extracting(name -> name.split("\n", 2)[0])
                .containsExactly("token bucket", "sliding window", "fixed window", "strict window", "calendar window");
        List<String> said = browser.texts("#lanes .said");
        for (int lane = 1; lane <= LIMIT; lane++) {
            assertShows(lane);
        }
        assertThat(said).allSatisfy(text -> assertThat(text).contains("First call · RateLimit-Policy: \""));
        assertThat(said.get(3)).contains("\"strict-window\";q=5;w=2").contains("\"strict-window\";r=4");
        assertThat(said.get(4))
                .contains("\"calendar-window\";q=5;w=60")
                .contains("First refusal · RateLimit: \"", "Retry-After: ");
        assertFitsEveryScreen();
    }

    private void assertShows(int number) {
        String lane = "#lanes > li:nth-child(" + number + ")";
        List<String> marks = browser.classes(lane + " .marks > span").stream()
                .map(mark -> mark.replace("pause ", ""))
                .toList();
        int admitted = Collections.frequency(marks, "good");

        assertThat(marks).hasSize(CALLS).startsWith("good", "good", "good", "good", "good");
        assertThat(admitted + Collections.frequency(marks, "slow")).isEqualTo(CALLS);
        assertThat(browser.text(lane + " .sum")).isEqualTo(admitted + " of 25 admitted");
        WebElement row = browser.element(lane + " .marks");
        assertThat(row.getDomAttribute("aria-label"))
                .isEqualTo(admitted + " calls admitted, " + (CALLS - admitted) + " refused");
    }

    private int number(String decision) {
        String shown = "#decided-" + decision;
        Eventually.until(() -> browser.text(shown).matches("\\d+"));
        return Integer.parseInt(browser.text(shown));
    }
}
