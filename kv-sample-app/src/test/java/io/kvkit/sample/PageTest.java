package io.kvkit.sample;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a person sees of one shop. Needs Chromium, so it runs with {@code -Dkv.browser=true}. All is in one class, so that
 * one JVM runs it, with one browser and one shop.
 */
@Tag("browser")
@ExtendWith(Shared.class)
class PageTest {

    @Nested
    class Annotations extends AnnotationsPage {}

    @Nested
    class Limits extends LimitsPage {}

    @Nested
    class Transfers extends TransfersPage {}
}
