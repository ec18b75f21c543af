package io.kvkit.sample;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person sees of two shops on one store. It takes as long as all else, so another JVM can run it. */
@Tag("browser")
@ExtendWith(Shared.class)
class PageOfTwoShopsTest {

    @Nested
    class SharedTransfers extends SharedTransfersPage {}
}
