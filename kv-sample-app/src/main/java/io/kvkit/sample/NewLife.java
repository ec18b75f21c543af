package io.kvkit.sample;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** How long products are kept from now on, such as 2s or 10m. */
record NewLife(
        @NotNull @Pattern(regexp = "[0-9]{1,4}(ms|s|m|h)") String ttl) {}
