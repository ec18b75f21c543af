package io.kvkit.sample;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Whether a limit refuses calls from now on. */
record NewMode(@NotNull @Pattern(regexp = "enforce|shadow") String mode) {}
