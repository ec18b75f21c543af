-- The arithmetic of one band, by its place. Java twins: BandLevel, Levels.
local a, b, x, s, parts, lags, outside = {}, {}, {}, {}, {}, {}, false

local function ageStrict(i)
  x[i] = now + off[i]
  s[i] = math.floor(x[i] * PARTS / w[i])
  local d = s[i] - math.floor((base + off[i]) * PARTS / w[i])
  local c = {}
  for j = 0, PARTS do c[j] = 0 end
  local q, j = first[id[i]], 0
  while q and q <= #raw and j <= PARTS do
    local cell, u, v
    cell, u, v, q = struct.unpack('>I4dd', raw, q)
    if cell == id[i] then
      if j + d <= PARTS then c[j + d] = u end
      if j + 1 + d <= PARTS then c[j + 1 + d] = v end
      j = j + 2
    end
  end
  parts[i] = c
end

-- Its time never stands still. After a step back across its begin, the count goes on in the window before.
local function ageCalendar(i)
  if real < rate[i] or real >= off[i] then outside = true end
  local begin = w[i]
  x[i], s[i], lags[i] = real, off[i], 0
  if real < w[i] then begin, s[i] = rate[i], w[i] end
  if base < begin then b[i] = 0 end
end

local function age(i)
  a[i], b[i], lags[i] = storedA[id[i]] or 0, storedB[id[i]] or 0, lag
  if k[i] == STRICT then return ageStrict(i) end
  if k[i] == CALENDAR then return ageCalendar(i) end
  if k[i] == BUCKET then
    if a[i] > cap[i] then a[i] = cap[i] end
    if b[i] > cap[i] then b[i] = cap[i] end
    local back = (now - base) * rate[i]
    if b[i] > 0 then
      b[i], back = b[i] - back, 0
      if b[i] < 0 then back, b[i] = -b[i], 0 end
    end
    a[i] = a[i] - back
    if a[i] < 0 then a[i] = 0 end
    return
  end
  x[i] = now + off[i]
  local ix = math.floor(x[i] / w[i])
  local d = ix - math.floor((base + off[i]) / w[i])
  s[i] = ix * w[i]
  if d ~= 0 then
    if d == 1 then a[i] = b[i] else a[i] = 0 end
    b[i] = 0
  end
  if k[i] == FIXED then a[i] = 0 end
end

local function used(i)
  if k[i] == BUCKET then return a[i] + b[i] end
  if k[i] == SLIDING then return a[i] * (1 - (x[i] - s[i]) / w[i]) + b[i] end
  if k[i] == STRICT then
    local sum = 0
    for j = 0, PARTS do sum = sum + parts[i][j] end
    return sum
  end
  return b[i]
end

local function chargeStrict(c, delta)
  c[0] = c[0] + delta
  local j = 0
  while j < PARTS and c[j] < 0 do
    c[j + 1] = c[j + 1] + c[j]
    c[j] = 0
    j = j + 1
  end
  if c[PARTS] < 0 then c[PARTS] = 0 end
end

local function charge(i, delta)
  if k[i] == BUCKET then
    if delta < 0 and b[i] > 0 then
      b[i], delta = b[i] + delta, 0
      if b[i] < 0 then delta, b[i] = b[i], 0 end
    end
    a[i] = a[i] + delta
    if a[i] < 0 then a[i] = 0 end
  elseif k[i] == STRICT then
    chargeStrict(parts[i], delta)
  else
    -- What the current window does not have was taken in the one before.
    b[i] = b[i] + delta
    if b[i] < 0 then a[i], b[i] = a[i] + b[i], 0 end
    if a[i] < 0 then a[i] = 0 end
  end
end

-- What is used is at most twice the capacity.
local function bound(i)
  if k[i] == BUCKET then
    if a[i] > cap[i] then b[i], a[i] = b[i] + (a[i] - cap[i]), cap[i] end
    if b[i] > cap[i] then b[i] = cap[i] end
  elseif k[i] == STRICT then
    local over = used(i) - 2 * cap[i]
    if over > 0 then
      parts[i][0] = parts[i][0] - over
      if parts[i][0] < 0 then parts[i][0] = 0 end
    end
  elseif b[i] > 2 * cap[i] then
    b[i] = 2 * cap[i]
  end
end

local function fitsStrict(i)
  local left, j = used(i), PARTS
  while j >= 0 and left + cost > cap[i] do
    left = left - parts[i][j]
    j = j - 1
  end
  return (s[i] + (PARTS - j)) * w[i] / PARTS - x[i]
end

local function fits(i)
  if k[i] == BUCKET then return (a[i] + b[i] + cost - cap[i]) / rate[i] end
  if k[i] == FIXED then return s[i] + w[i] - x[i] end
  if k[i] == STRICT then return fitsStrict(i) end
  if k[i] == CALENDAR then return s[i] - x[i] end
  -- The difference first: a fraction of a microsecond added to a time would be lost.
  local into = x[i] - s[i]
  if b[i] + cost <= cap[i] then return w[i] * (1 - (cap[i] - b[i] - cost) / a[i]) - into end
  return w[i] + w[i] * (1 - (cap[i] - cost) / b[i]) - into
end

local function due(i)
  if cost > cap[i] then return -1 end
  local r = fits(i)
  if r < 1 then r = 1 end
  return r + lags[i]
end

local function resetStrict(i)
  for j = 0, PARTS do
    if parts[i][j] > 0 then return (s[i] + (PARTS + 1 - j)) * w[i] / PARTS - x[i] end
  end
  return 0
end

local function reset(i)
  local r = 0
  if k[i] == BUCKET then
    r = (a[i] + b[i]) / rate[i]
  elseif k[i] == STRICT then
    r = resetStrict(i)
  elseif k[i] == CALENDAR then
    if b[i] > 0 then r = s[i] - x[i] end
  elseif b[i] > 0 then
    if k[i] == SLIDING then r = s[i] + w[i] + w[i] - x[i] else r = s[i] + w[i] - x[i] end
  elseif a[i] > 0 then
    r = s[i] + w[i] - x[i]
  end
  if r > 0 then r = r + lags[i] end
  return r
end

local function cells(i)
  if k[i] == BUCKET then return struct.pack('>I4dd', id[i], a[i], b[i]) end
  if k[i] == CALENDAR then return struct.pack('>I4dd', id[i], 0, b[i]) end
  if k[i] ~= STRICT then return struct.pack('>I4dd', id[i], a[i], b[i]) end
  local c, last, bytes = parts[i], PARTS, {}
  while last > 1 and c[last] == 0 do last = last - 1 end
  for j = 0, last, 2 do bytes[#bytes + 1] = struct.pack('>I4dd', id[i], c[j], c[j + 1] or 0) end
  return table.concat(bytes)
end
