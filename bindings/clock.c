/* clock.now() -> epoch seconds                  with fractions; for what people see, never for measuring
 * clock.monotonic() -> milliseconds             with fractions; for measuring
 * clock.kst(epoch) -> {year, month, day, hour, min, sec, wday}      wday 1 is Sunday, as in os.date
 * clock.from_kst{year=, month=, day=, hour=0, min=0, sec=0} -> epoch      fields may run over: day 32, month 13, hour -1
 * clock.format(epoch, style) -> string          in Korean time but for http:
 *     "date" 2026.09.20   "datetime" 2026.09.20 (일) 14:00   "day" 9월 20일(일)   "time" 14:00   "compact" 20260920
 *     "iso" 2026-09-20T14:00:00+09:00   "iso_date" 2026-09-20   "http" Sun, 20 Sep 2026 05:00:00 GMT
 * clock.parse_iso(text) -> epoch | nil, message, "invalid"      a date, or date and time; without a zone it is Korean time
 *
 * The shop's day is Asia/Seoul: UTC+9 without summer time since 1988-10-09, so a constant serves every date a shop has.
 * Epochs lie in the years 1 to 9999; others raise. Nothing waits, nothing is owned. */
#include "binding.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

enum { DAY = 86400, KST = 9 * 3600 };

struct moment {
    int64_t year;
    int month, day, hour, minute, second, weekday; /* weekday 0: Sunday */
};

static const double earliest = -62135596800.0, latest = 253402300799.0;

/* Gregorian calendar by eras of 400 years that begin in March, so that the leap day is the last of its year. */
static int64_t days_from_date(int64_t year, int month, int64_t day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year + day - 1 - 719468;
}

static struct moment moment_at(int64_t seconds)
{
    int64_t days = seconds / DAY, rest = seconds % DAY;
    if (rest < 0) {
        rest += DAY;
        days--;
    }
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;
    int month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
    return (struct moment){.year = year_of_era + era * 400 + (month <= 2 ? 1 : 0),
                           .month = month,
                           .day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1),
                           .hour = (int)(rest / 3600),
                           .minute = (int)(rest / 60 % 60),
                           .second = (int)(rest % 60),
                           .weekday = (int)(((days + 4) % 7 + 7) % 7)};
}

static int64_t check_epoch(lua_State *L, int index)
{
    lua_Number epoch = luaL_checknumber(L, index);
    luaL_argcheck(L, epoch >= earliest && epoch <= latest, index, "epoch seconds of the years 1 to 9999 expected");
    return (int64_t)floor(epoch);
}

static int clock_now(lua_State *L)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    lua_pushnumber(L, (lua_Number)time.tv_sec + (lua_Number)time.tv_nsec / 1e9);
    return 1;
}

static int clock_monotonic(lua_State *L)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    lua_pushnumber(L, (lua_Number)time.tv_sec * 1e3 + (lua_Number)time.tv_nsec / 1e6);
    return 1;
}

static int clock_kst(lua_State *L)
{
    struct moment moment = moment_at(check_epoch(L, 1) + KST);
    const struct {
        const char *name;
        int64_t value;
    } fields[] = {{"year", moment.year},  {"month", moment.month}, {"day", moment.day},         {"hour", moment.hour},
                  {"min", moment.minute}, {"sec", moment.second},  {"wday", moment.weekday + 1}};
    lua_createtable(L, 0, sizeof fields / sizeof *fields);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        lua_pushinteger(L, (lua_Integer)fields[i].value);
        lua_setfield(L, -2, fields[i].name);
    }
    return 1;
}

static int64_t check_part(lua_State *L, const char *name, bool required)
{
    lua_getfield(L, 1, name);
    lua_Number value = 0;
    if (!lua_isnil(L, -1) || required) {
        if (lua_type(L, -1) != LUA_TNUMBER)
            luaL_error(L, "bad argument #1: %s must be a number", name);
        value = lua_tonumber(L, -1);
        if (!(fabs(value) < 1e9) || value != floor(value))
            luaL_error(L, "bad argument #1: %s must be a whole number", name);
    }
    lua_pop(L, 1);
    return (int64_t)value;
}

static int clock_from_kst(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    int64_t year = check_part(L, "year", true), month = check_part(L, "month", true) - 1;
    int64_t day = check_part(L, "day", true);
    int64_t seconds =
        check_part(L, "hour", false) * 3600 + check_part(L, "min", false) * 60 + check_part(L, "sec", false);
    int64_t carry = month / 12;
    if (month % 12 < 0)
        carry--;
    int64_t days = days_from_date(year + carry, (int)(month - carry * 12) + 1, day);
    lua_Number epoch = (lua_Number)(days * DAY + seconds - KST);
    luaL_argcheck(L, epoch >= earliest && epoch <= latest, 1, "a day of the years 1 to 9999 expected");
    lua_pushnumber(L, epoch);
    return 1;
}

static int clock_format(lua_State *L)
{
    static const char *const korean[] = {"일", "월", "화", "수", "목", "금", "토"};
    static const char *const english[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static const char *const styles[] = {"date", "datetime", "day", "time", "compact", "iso", "iso_date", "http", NULL};
    int64_t epoch = check_epoch(L, 1);
    int style = luaL_checkoption(L, 2, NULL, styles);
    bool http = strcmp(styles[style], "http") == 0;
    struct moment m = moment_at(http ? epoch : epoch + KST);
    int year = (int)m.year;
    char text[64];
    if (http)
        snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", english[m.weekday], m.day,
                 months[m.month - 1], year, m.hour, m.minute, m.second);
    else if (strcmp(styles[style], "date") == 0)
        snprintf(text, sizeof text, "%04d.%02d.%02d", year, m.month, m.day);
    else if (strcmp(styles[style], "datetime") == 0)
        snprintf(text, sizeof text, "%04d.%02d.%02d (%s) %02d:%02d", year, m.month, m.day, korean[m.weekday], m.hour,
                 m.minute);
    else if (strcmp(styles[style], "day") == 0)
        snprintf(text, sizeof text, "%d월 %d일(%s)", m.month, m.day, korean[m.weekday]);
    else if (strcmp(styles[style], "time") == 0)
        snprintf(text, sizeof text, "%02d:%02d", m.hour, m.minute);
    else if (strcmp(styles[style], "compact") == 0)
        snprintf(text, sizeof text, "%04d%02d%02d", year, m.month, m.day);
    else if (strcmp(styles[style], "iso_date") == 0)
        snprintf(text, sizeof text, "%04d-%02d-%02d", year, m.month, m.day);
    else
        snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d+09:00", year, m.month, m.day, m.hour, m.minute,
                 m.second);
    lua_pushstring(L, text);
    return 1;
}

/* Exactly `count` digits; -1 when there are not. */
static int digits(const char **at, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (**at < '0' || **at > '9')
            return -1;
        value = value * 10 + (**at - '0');
    }
    return value;
}

static bool take(const char **at, char c)
{
    if (**at != c)
        return false;
    (*at)++;
    return true;
}

/* What follows the time: Z, ±HH, ±HHMM, ±HH:MM, or nothing. */
static bool parse_zone(const char **at, int *offset)
{
    *offset = KST;
    if (**at == '\0')
        return true;
    if (take(at, 'Z') || take(at, 'z')) {
        *offset = 0;
        return true;
    }
    int sign = **at == '+' ? 1 : **at == '-' ? -1 : 0;
    if (sign == 0)
        return false;
    (*at)++;
    int hours = digits(at, 2), minutes = 0;
    if (**at != '\0') {
        take(at, ':');
        minutes = digits(at, 2);
    }
    *offset = sign * (hours * 3600 + minutes * 60);
    return hours >= 0 && hours <= 18 && minutes >= 0 && minutes < 60;
}

static bool parse_iso(const char *at, double *epoch)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = digits(&at, 4);
    if (year < 1 || !take(&at, '-'))
        return false;
    int month = digits(&at, 2);
    if (month < 1 || month > 12 || !take(&at, '-'))
        return false;
    int day = digits(&at, 2);
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (day < 1 || day > lengths[month - 1] + (month == 2 && leap ? 1 : 0))
        return false;
    int hour = 0, minute = 0, second = 0, offset = KST;
    double fraction = 0;
    if (*at != '\0') {
        if (!take(&at, 'T') && !take(&at, 't') && !take(&at, ' '))
            return false;
        hour = digits(&at, 2);
        if (hour < 0 || hour > 23 || !take(&at, ':'))
            return false;
        minute = digits(&at, 2);
        if (take(&at, ':'))
            second = digits(&at, 2);
        if (minute < 0 || minute > 59 || second < 0 || second > 59)
            return false;
        if (take(&at, '.')) {
            if (*at < '0' || *at > '9')
                return false;
            double unit = 1;
            for (; *at >= '0' && *at <= '9'; at++) {
                unit /= 10;
                fraction += unit * (*at - '0');
            }
        }
        if (!parse_zone(&at, &offset) || *at != '\0')
            return false;
    }
    int seconds_of_day = hour * 3600 + minute * 60 + second - offset;
    int64_t seconds = days_from_date(year, month, day) * DAY + seconds_of_day;
    *epoch = (double)seconds + fraction;
    return *epoch >= earliest && *epoch <= latest;
}

static int clock_parse_iso(lua_State *L)
{
    size_t length;
    const char *text = check_string(L, 1, &length);
    double epoch = 0;
    if (strlen(text) != length || !parse_iso(text, &epoch))
        return push_error(L, "invalid", "no ISO 8601 date: %s", text);
    lua_pushnumber(L, epoch);
    return 1;
}

MODULE(clock)
{
    static const luaL_Reg functions[] = {
        {"now", clock_now},       {"monotonic", clock_monotonic}, {"kst", clock_kst}, {"from_kst", clock_from_kst},
        {"format", clock_format}, {"parse_iso", clock_parse_iso}, {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
