package io.kvkit.sample;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;

record NewPrice(
        @NotNull @Positive @Digits(integer = 9, fraction = 2)
        BigDecimal price) {}
